package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.StateListener;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.EmbeddedServer;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.ServerScope;
import dev.mirliton.zk.testing.Sessions;
import dev.mirliton.zk.testing.ZooKeeperTest;
import dev.mirliton.zk.testing.simulation.RealWorld;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an application hears of the connection. */
@EveryHandler
@ZooKeeperTest(server = ServerScope.OWN)
class StateTest extends ClientSuite {
  private static final Duration SHORT = Duration.ofSeconds(2);

  private static ZkSession session(ZkClient zk) {
    return Objects.requireNonNull(zk.session(), "a session");
  }

  @Test
  void firstConnectionIsTold() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server)) {
      proxy.refuse();
      ZkClient zk = clients.start(options(proxy).build());
      Told<StateChange> changes = Told.by(zk);
      assertEquals(ConnectionState.SUSPENDED, zk.state());
      assertEquals(KeeperState.CONNECTING, zk.detail());
      assertNull(zk.session());

      proxy.heal();
      StateChange change = changes.next();

      assertEquals(ConnectionState.CONNECTED, change.state());
      assertEquals(KeeperState.CONNECTED, change.detail());
      assertSame(zk.session(), change.session());
      zk.close();
    }
  }

  @Test
  void sessionSurvivesADroppedConnection() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      Told<StateChange> changes = Told.by(zk);
      ZkSession before = session(zk);
      zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);

      proxy.reset();

      StateChange suspended = changes.next();
      assertEquals(ConnectionState.SUSPENDED, suspended.state());
      assertSame(before, suspended.session());
      StateChange connected = changes.next();
      assertEquals(ConnectionState.CONNECTED, connected.state());
      assertSame(before, zk.session());
      assertTrue(before.isAlive());
      assertEquals(before.id(), zk.exists("/e").orElseThrow().ephemeralOwner());
    }
  }

  @Test
  void expiryGivesANewSession() throws Exception {
    ZkClient zk = connect();
    Told<StateChange> changes = Told.by(zk);
    ZkSession before = session(zk);
    zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);

    Sessions.expire(zk, server);

    StateChange lost = Told.await(changes, ConnectionState.LOST);
    assertEquals(KeeperState.EXPIRED, lost.detail());
    assertSame(before, lost.session());
    StateChange connected = Told.await(changes, ConnectionState.CONNECTED);
    assertNotEquals(before.id(), Objects.requireNonNull(connected.session()).id());
    assertSame(connected.session(), zk.session());
    assertFalse(before.isAlive());
    assertTrue(session(zk).isAlive());
    assertTrue(zk.exists("/e").isEmpty());
  }

  @Test
  void silenceOfTheServerLosesTheSessionByTheLocalClock() throws Exception {
    ZkClient zk = connect(options().sessionTimeout(SHORT));
    Told<StateChange> changes = Told.by(zk);
    ZkSession before = session(zk);

    server.stop();

    assertEquals(ConnectionState.SUSPENDED, changes.next().state());
    StateChange lost = changes.next();
    assertEquals(KeeperState.EXPIRED, lost.detail());
    assertSame(before, lost.session());
    assertNotNull(lost.cause());
    assertFalse(before.isAlive());
    server.start();
    StateChange back = Told.await(changes, ConnectionState.CONNECTED);
    assertNotEquals(before.id(), Objects.requireNonNull(back.session()).id());
  }

  @Test
  void sessionSurvivesARestartOfTheServer() throws Exception {
    // A server in a process of its own takes its time on a busy machine.
    ZkClient zk = connect(options().sessionTimeout(Duration.ofMinutes(1)));
    Told<StateChange> changes = Told.by(zk);
    ZkSession before = session(zk);
    zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);

    server.restart();

    assertEquals(ConnectionState.SUSPENDED, changes.next().state());
    assertEquals(ConnectionState.CONNECTED, changes.next().state());
    assertSame(before, zk.session());
    assertTrue(zk.exists("/e").isPresent());
  }

  @RealWorld("needs a server that forgot its data")
  @Test
  void serverThatComesBackWithoutItsDataIsServedAnew() throws Exception {
    try (EmbeddedServer other = EmbeddedServer.run();
        FaultProxy proxy = FaultProxy.to(server);
        FaultProxy toOther = FaultProxy.to(other)) {
      // One list, first one server behind it and then the other, which knows nothing of us.
      toOther.refuse();
      String hosts = proxy.connectString() + "," + toOther.connectString();
      ZkClient zk =
          clients.start(ZkOptions.to(hosts).handler(handler).sessionTimeout(SHORT).build());
      zk.awaitConnected(LIMIT);
      for (int i = 0; i < 10; i++) {
        zk.create("/gone-" + handler + i, NOTHING); // so that we have seen more than it has
      }
      Told<StateChange> changes = Told.by(zk);

      proxy.refuse();
      proxy.cut();
      toOther.heal();

      Told.await(changes, ConnectionState.LOST);
      Told.await(changes, ConnectionState.CONNECTED);
      assertTrue(zk.exists("/gone-" + handler + 0).isEmpty());
      zk.create("/new", NOTHING);
      zk.close();
    }
  }

  @Test
  void listenerTakenBackHearsNothing() throws Exception {
    ZkClient zk = connect();
    Told<StateChange> back = new Told<>();
    Registration registration = zk.onStateChange(back::add);
    Told<StateChange> stays = Told.by(zk);

    registration.close();
    registration.close();
    Sessions.disconnect(zk, server);

    Told.await(stays, ConnectionState.CONNECTED);
    assertEquals(List.of(), back.rest());
  }

  @Test
  void listenerGivenTwiceIsToldTwice() throws Exception {
    ZkClient zk = connect();
    Told<StateChange> told = new Told<>();
    StateListener listener = told::add;
    zk.onStateChange(listener);
    Registration second = zk.onStateChange(listener);

    Sessions.disconnect(zk, server);

    StateChange first = told.next();
    assertEquals(first, told.next());
    second.close();
  }

  @Test
  void listenerThatThrowsHarmsNobody() throws Exception {
    ZkClient zk = connect();
    zk.onStateChange(
        change -> {
          throw new IllegalStateException("a listener that throws on purpose");
        });
    Told<StateChange> changes = Told.by(zk);

    Sessions.disconnect(zk, server);

    Told.await(changes, ConnectionState.CONNECTED);
  }

  @Test
  void closeIsTheLastChange() throws Exception {
    ZkClient zk = connect();
    Told<StateChange> changes = Told.by(zk);
    ZkSession session = session(zk);

    zk.close();

    StateChange last = changes.next();
    assertEquals(ConnectionState.LOST, last.state());
    assertEquals(KeeperState.CLOSED, last.detail());
    assertSame(session, last.session());
    assertFalse(session.isAlive());
    assertEquals(List.of(), changes.rest());
  }

  @Test
  void grantedTimeoutIsTheServers() throws Exception {
    ZkClient zk = connect(options().sessionTimeout(Duration.ofHours(1)));

    assertEquals(Duration.ofSeconds(60), session(zk).timeout());
  }
}
