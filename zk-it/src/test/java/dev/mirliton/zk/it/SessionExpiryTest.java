package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.SessionExpiredException;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent.Gap;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server ends a session while much is going on in it. */
@SuppressWarnings("NullAway.Init") // JUnit sets them
@EveryHandler
class SessionExpiryTest extends FaultSuite {
  private ZkClient witness;
  private FaultProxy proxy;
  private ZkClient zk;
  private ZkSession before;
  private Told<StateChange> changes;

  @BeforeEach
  void begin() throws Exception {
    witness = connect();
    proxy = FaultProxy.to(server);
    zk = connect(options(proxy).reconnect(EAGER));
    before = session(zk);
    changes = Told.by(zk);
  }

  @AfterEach
  void end() {
    proxy.heal();
    zk.close();
    proxy.close();
  }

  /** Cuts the client off and ends its session. */
  private void expireUnseen() throws InterruptedException {
    proxy.refuse();
    proxy.cut();
    Told.await(changes, ConnectionState.SUSPENDED);
    Sessions.expire(zk, server);
  }

  private void assertLost() throws InterruptedException {
    StateChange lost = Told.await(changes, ConnectionState.LOST);
    assertEquals(KeeperState.EXPIRED, lost.detail());
    assertEquals(before, lost.session());
    assertFalse(before.isAlive());
    assertNotEquals(before, Told.await(changes, ConnectionState.CONNECTED).session());
  }

  @Test
  void queuedRequestsWereNotSent() throws Exception {
    zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);
    expireUnseen();
    List<AsyncResult<?>> queued = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      queued.addAll(book.writeEach(zk));
    }
    queued.add(zk.async().get("/e"));

    proxy.heal();

    assertLost();
    for (AsyncResult<?> each : queued) {
      assertTrue(each.await(LIMIT));
      SessionExpiredException over =
          assertInstanceOf(SessionExpiredException.class, each.exception());
      assertEquals(Fate.NOT_SENT, over.fate());
    }
    assertTrue(zk.exists("/e").isEmpty());
    book.verify(witness);
  }

  @Test
  void requestsOnTheirWayAreUnknownAndOthersAreNotSent() throws Exception {
    proxy.stall(Direction.TO_CLIENT);
    List<AsyncResult<?>> onTheirWay = book.writeEach(zk);
    Await.until("the requests to arrive", LIMIT, () -> witness.children("/").size() == 4);

    proxy.refuse();
    proxy.cut();
    Told.await(changes, ConnectionState.SUSPENDED);
    AsyncResult<?> queued = book.create(zk);
    Sessions.expire(zk, server);
    proxy.heal();

    assertLost();
    for (AsyncResult<?> each : onTheirWay) {
      assertFalse(each.isSuccessful());
    }
    assertEquals(
        Fate.NOT_SENT, assertInstanceOf(SessionExpiredException.class, queued.exception()).fate());
    book.verify(witness);
  }

  @Test
  void armedWatchesTellOfItOnce() throws Exception {
    zk.create("/a", NOTHING);
    List<Watch> watches =
        List.of(
            zk.getAndWatch("/a").watch(),
            zk.existsAndWatch("/b").watch(),
            zk.childrenAndWatch("/a").watch(),
            zk.watch("/a", WatchMode.PERSISTENT),
            zk.watch("/a", WatchMode.PERSISTENT_RECURSIVE));
    expireUnseen();
    witness.set("/a", bytes("x"));

    proxy.heal();

    assertLost();
    for (Watch watch : watches) {
      assertTells(new Gap(watch.path(), Gap.Reason.SESSION_OVER), watch);
      assertFalse(watch.isActive());
    }
    witness.set("/a", bytes("y"));
    zk.sync("/");
    assertTrue(zk.getAndWatch("/a").watch().isActive(), "the new session watches anew");
  }

  @Test
  void blockedCallbackHidesNothingAndLosesNothing() throws Exception {
    zk.create("/a", NOTHING);
    CountDownLatch release = new CountDownLatch(1);
    Told<String> begun = new Told<>();
    Told<String> told = new Told<>();
    zk.watch("/a", WatchMode.PERSISTENT, event -> told.add(event.getClass().getSimpleName()));
    zk.async()
        .exists("/")
        .link(
            ready -> {
              begun.add("begun");
              awaitUninterruptibly(release);
            });
    begun.next();
    witness.set("/a", bytes("x"));
    zk.sync("/"); // so the event is here, behind the blocked callback

    expireUnseen();
    AsyncResult<?> queued = book.create(zk);
    queued.link(result -> told.add("queued"));
    proxy.heal();

    assertLost();
    assertTrue(queued.isReady(), "who waits is told meanwhile");
    assertTrue(zk.exists("/a").isPresent());
    assertEquals(List.of(), told.rest());
    release.countDown();
    assertEquals(
        List.of("DataChanged", "Gap", "queued"),
        List.of(told.next(), told.next(), told.next()).stream().sorted().toList());
    book.verify(witness);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
