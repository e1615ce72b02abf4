package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ClientClosedException;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.spi.Handlers;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Leaving a session to another client. */
@EveryHandler
@Tag("any-server")
class DetachTest extends ClientSuite {

  private static ZkSession session(ZkClient zk) {
    return Objects.requireNonNull(zk.session());
  }

  private ZkClient heirOf(ZkOptions.Attachment left) throws InterruptedException {
    return connect(options().attach(left));
  }

  @Test
  void ephemeralsLiveOnAndEndWithTheHeir() throws Exception {
    ZkClient first = connect();
    ZkClient witness = connect();
    first.create("/e", NOTHING, CreateOptions.EPHEMERAL);
    long id = session(first).id();

    ZkOptions.Attachment left = first.detach().orElseThrow();
    boolean orphaned = witness.exists("/e").isPresent();
    ZkClient heir = heirOf(left);
    first.close();

    assertTrue(orphaned);
    assertEquals(id, left.sessionId());
    assertEquals(id, session(heir).id());
    assertEquals(id, heir.exists("/e").orElseThrow().ephemeralOwner());
    heir.close();
    assertTrue(witness.exists("/e").isEmpty());
  }

  @Test
  void sessionGoesFromHandToHand() throws Exception {
    ZkClient zk = connect();
    long id = session(zk).id();

    for (int i = 0; i < 10; i++) {
      zk.create("/e" + i, NOTHING, CreateOptions.EPHEMERAL);
      zk = heirOf(zk.detach().orElseThrow());
    }

    assertEquals(id, session(zk).id());
    assertEquals(10, zk.children("/").size());
    for (String name : zk.children("/")) {
      assertEquals(id, zk.exists("/" + name).orElseThrow().ephemeralOwner());
    }
  }

  @Test
  void sessionThatNobodyTakesExpires() throws Exception {
    ZkClient witness = connect();
    ZkClient zk = connect(options().sessionTimeout(Duration.ofSeconds(1)));
    zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);

    zk.detach();

    Await.until("the end of the session", LIMIT, () -> witness.exists("/e").isEmpty());
  }

  @Test
  void detachedClientSaysSo() throws Exception {
    ZkClient zk = connect();
    ZkSession session = session(zk);

    zk.detach();

    ClientClosedException refused = assertThrows(ClientClosedException.class, () -> zk.get("/a"));
    assertEquals(
        "get: the client was detached from its session (not sent): /a", refused.getMessage());
    assertEquals(Fate.NOT_SENT, refused.fate());
    assertThrows(ClientClosedException.class, () -> zk.awaitConnected(Duration.ofSeconds(1)));
    assertThrows(ClientClosedException.class, () -> zk.rooted("/a").ensurePath("/b"));
    assertEquals(KeeperState.DETACHED, zk.detail());
    assertEquals(ConnectionState.LOST, zk.state());
    assertFalse(session.isAlive());
  }

  @Test
  void listenersHearOfItOnce() throws Exception {
    try (Handler shared = Handlers.choose(handler).create(HandlerOptions.DEFAULT)) {
      ZkClient zk = connect(options().handler(shared)); // lives on, and with it the queue
      Told<StateChange> changes = Told.by(zk);

      zk.detach();

      assertEquals(KeeperState.DETACHED, changes.next().detail());
      zk.close();
      assertEquals(List.of(), changes.rest());
    }
  }

  @Test
  void requestsOnTheirWayHaveAnUnknownFate() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server)) {
      ZkClient zk = connect(options(proxy));
      proxy.stall(Direction.TO_CLIENT);
      AsyncResult<?> inFlight = zk.async().create("/a", NOTHING);

      zk.detach();

      assertTrue(inFlight.isReady());
      ClientClosedException lost =
          assertInstanceOf(ClientClosedException.class, inFlight.exception());
      assertEquals(Fate.UNKNOWN, lost.fate());
    }
  }

  @Test
  void requestsThatWaitForAConnectionDidNotHappen() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server)) {
      ZkClient zk = connect(options(proxy));
      Told<StateChange> changes = Told.by(zk);
      proxy.refuse();
      proxy.cut();
      Told.await(changes, ConnectionState.SUSPENDED);
      AsyncResult<?> waiting = zk.async().create("/a", NOTHING);

      ZkOptions.Attachment left = zk.detach().orElseThrow();

      ClientClosedException lost =
          assertInstanceOf(ClientClosedException.class, waiting.exception());
      assertEquals(Fate.NOT_SENT, lost.fate());
      assertTrue(heirOf(left).exists("/a").isEmpty());
    }
  }

  @Test
  void watchesEndAndTheHeirSetsItsOwn() throws Exception {
    ZkClient zk = connect();
    Watch old = zk.existsAndWatch("/a").watch();

    ZkClient heir = heirOf(zk.detach().orElseThrow());
    Watch own = heir.existsAndWatch("/a").watch();
    heir.create("/a", NOTHING);

    assertEquals(new WatchEvent.Gap("/a", WatchEvent.Gap.Reason.SESSION_OVER), old.next());
    assertFalse(old.isActive());
    assertEquals(new WatchEvent.Created("/a"), own.next());
  }

  @Test
  void sessionIsLeftOnceWhoeverAsks() throws Exception {
    ZkClient zk = connect();
    Told<Optional<ZkOptions.Attachment>> told = new Told<>();
    List<Thread> askers = new ArrayList<>();

    for (int i = 0; i < 8; i++) {
      askers.add(World.current().startThread("asker", () -> told.add(zk.detach())));
    }

    for (Thread asker : askers) {
      assertTrue(asker.join(LIMIT));
    }
    assertEquals(8, told.rest().size());
    assertEquals(1, told.rest().stream().filter(Optional::isPresent).count());
  }

  @Test
  void closedClientHasNothingToLeave() throws Exception {
    ZkClient zk = connect();
    zk.close();

    assertEquals(Optional.empty(), zk.detach());
    assertEquals(KeeperState.CLOSED, zk.detail());
  }

  @Test
  void clientThatNeverConnectedIsClosed() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server)) {
      proxy.refuse();
      ZkClient zk = clients.start(options(proxy).build());

      assertEquals(Optional.empty(), zk.detach());
      assertEquals(KeeperState.CLOSED, zk.detail());
    }
  }

  @Test
  void viewsAreNotDetached() throws Exception {
    ZkClient zk = connect();

    assertThrows(IllegalStateException.class, () -> zk.rooted("/a").detach());
    assertThrows(IllegalStateException.class, () -> zk.within(LIMIT).detach());

    assertTrue(zk.exists("/").isPresent());
  }

  @Test
  void callbackMayDetach() throws Exception {
    ZkClient zk = connect();
    Told<Optional<ZkOptions.Attachment>> told = new Told<>();

    zk.async().exists("/").link(result -> told.add(zk.detach()));

    assertEquals(session(zk).id(), told.next().orElseThrow().sessionId());
  }

  @Test
  void interruptedCallerGetsTheSessionAndKeepsTheFlag() throws Exception {
    ZkClient zk = connect();
    Thread.currentThread().interrupt();

    Optional<ZkOptions.Attachment> left = zk.detach();

    assertTrue(Thread.interrupted());
    assertEquals(session(zk).id(), left.orElseThrow().sessionId());
  }
}
