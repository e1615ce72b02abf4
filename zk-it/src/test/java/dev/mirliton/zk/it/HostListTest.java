package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.ReconnectPolicy;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.FaultProxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The list of servers changes while a client lives. Two ways lead to one server. */
@EveryHandler
@Tag("any-server")
@SuppressWarnings("NullAway.Init") // JUnit sets them
class HostListTest extends ClientSuite {
  /** Some clients are closed when the way to their server is gone. */
  @Override
  ZkOptions.Builder options(FaultProxy proxy) {
    return super.options(proxy).closeDeadline(Duration.ofMillis(200));
  }

  private FaultProxy one;
  private FaultProxy two;

  @BeforeEach
  void open() {
    one = FaultProxy.to(server);
    two = FaultProxy.to(server);
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  private String both() {
    return one.connectString() + "," + two.connectString();
  }

  @Test
  void clientWhoseServerIsGoneMovesWithItsSession() throws Exception {
    ZkClient zk = connect(options(one));
    ZkSession session = zk.session();
    zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);
    Told<StateChange> changes = Told.by(zk);

    zk.updateHosts(two.connectString());

    StateChange left = changes.next();
    assertEquals(ConnectionState.SUSPENDED, left.state());
    assertNotNull(left.cause());
    assertEquals(ConnectionState.CONNECTED, changes.next().state());
    assertSame(session, zk.session());
    assertTrue(zk.exists("/e").isPresent());
    assertEquals(1, two.connections());
  }

  @Test
  void clientWhoseServerStaysIsLeftAlone() throws Exception {
    ZkClient zk = connect(options(one));
    Told<StateChange> changes = Told.by(zk);

    zk.updateHosts(one.connectString());
    zk.updateHosts(Hosts.parse(one.connectString()));
    zk.exists("/");

    assertEquals(List.of(), changes.rest());
    assertEquals(1, one.connections());
  }

  @Test
  void newListCountsForTheNextConnection() throws Exception {
    ZkClient zk = connect(options(one).keepHostOrder());
    Told<StateChange> changes = Told.by(zk);
    zk.updateHosts(both());
    zk.exists("/");
    assertEquals(List.of(), changes.rest());

    one.refuse();
    one.cut();

    Told.await(changes, ConnectionState.CONNECTED);
    assertEquals(1, two.connections());
  }

  @Test
  void newListEndsTheOutageThatItIsMadeFor() throws Exception {
    Duration hour = Duration.ofHours(1);
    ZkClient zk = connect(options(one).reconnect(new ReconnectPolicy.Backoff(hour, hour, 0)));
    Told<StateChange> changes = Told.by(zk);
    one.refuse();
    one.cut();
    Told.await(changes, ConnectionState.SUSPENDED);

    zk.updateHosts(two.connectString());

    Told.await(changes, ConnectionState.CONNECTED);
  }

  @Test
  void firstConnectionFindsTheNewListToo() throws Exception {
    one.refuse();
    ZkClient zk = clients.start(options(one).build());

    zk.updateHosts(two.connectString());

    zk.awaitConnected(LIMIT);
  }

  @Test
  void requestInFlightIsAnsweredBeforeTheMove() throws Exception {
    ZkClient zk = connect(options(one));
    one.delay(Direction.TO_CLIENT, Duration.ofMillis(300));
    AsyncResult<String> created = zk.async().create("/a", NOTHING);

    zk.updateHosts(two.connectString());
    AsyncResult<String> later = zk.async().create("/b", NOTHING);

    assertEquals("/a", created.get(LIMIT));
    assertEquals("/b", later.get(LIMIT));
    assertEquals(1, two.connections());
  }

  @Test
  void watchesAreTakenAlong() throws Exception {
    ZkClient zk = connect(options(one));
    ZkClient other = connect();
    Told<WatchEvent> told = new Told<>();
    zk.create("/w", NOTHING);
    zk.watch("/w", WatchMode.PERSISTENT, told::add);

    zk.updateHosts(two.connectString());

    assertEquals(new WatchEvent.Gap("/w", WatchEvent.Gap.Reason.RECONNECTED), told.next());
    other.set("/w", bytes("x")); // the server has the watch again
    assertEquals(new WatchEvent.DataChanged("/w"), told.next());
  }

  @Test
  void rootCannotBeChanged() throws Exception {
    ZkClient zk = connect(options(one));
    String root = clients.root();

    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> zk.updateHosts(two.connectString() + "/other"));

    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(root) && message.contains("/other"), message);
    assertThrows(IllegalArgumentException.class, () -> zk.updateHosts("no:port:here"));
    zk.rooted("/below").updateHosts(one.connectString() + root); // the same
    assertEquals(0, two.connections());
  }

  @Test
  void closedClientDoesNotMind() throws Exception {
    ZkClient zk = connect(options(one));
    zk.close();

    zk.updateHosts(two.connectString());

    assertEquals(KeeperState.CLOSED, zk.detail());
    assertEquals(0, two.connections());
  }

  @Test
  void orderOfTheListIsKeptIfItIsToBe() throws Exception {
    for (int i = 0; i < 6; i++) {
      ZkOptions options =
          ZkOptions.to(both()).root(clients.root()).handler(handler).keepHostOrder().build();
      try (ZkClient zk = clients.connect(options)) {
        assertTrue(zk.exists("/").isPresent());
        assertEquals(1, one.connections());
        assertEquals(0, two.connections());
      }
    }
  }
}
