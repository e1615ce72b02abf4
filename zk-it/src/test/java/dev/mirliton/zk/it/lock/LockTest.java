package dev.mirliton.zk.it.lock;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.CallbackDeadlockException;
import dev.mirliton.zk.ClientClosedException;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.recipes.lock.Contender;
import dev.mirliton.zk.recipes.lock.Held;
import dev.mirliton.zk.recipes.lock.LockLayout;
import dev.mirliton.zk.recipes.lock.LockOptions;
import dev.mirliton.zk.recipes.lock.ZkLock;
import dev.mirliton.zk.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a lock does where nothing fails. */
@LocksOnEveryHandler
class LockTest extends LockSuite {

  @Test
  void acquiredLockIsHeldUntilItIsClosed() throws Exception {
    ZkLock lock = newLock();

    Held held = lock.acquire();

    assertTrue(held.isValid());
    assertEquals(Held.State.HELD, held.state());
    assertEquals(1, queue().size());
    held.close();
    assertFalse(held.isValid());
    assertEquals(Held.State.RELEASED, held.state());
    assertEquals(List.of(), queue(), "close returns when the znode is gone");
    held.close();
  }

  @Test
  void secondContenderWaitsForTheFirst() throws Exception {
    Held first = newLock().acquire();
    AsyncResult<Held> second = newLock().async().acquire();
    awaitQueue(2);
    assertFalse(second.isReady());

    first.close();

    Held held = second.get(LIMIT);
    assertTrue(held.isValid());
    held.close();
  }

  @Test
  void lockPassesInTheOrderOfTheQueue() throws Exception {
    Held first = newLock().acquire();
    List<Integer> order = new ArrayList<>(); // touched by one client's event queue
    ZkLock lock = newLock();
    List<AsyncResult<Held>> waiting = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int number = i;
      AsyncResult<Held> acquired = lock.async().acquire();
      acquired.thenAccept(
          held -> {
            order.add(number);
            held.close();
          });
      waiting.add(acquired);
      awaitQueue(i + 2);
    }

    first.close();

    for (AsyncResult<Held> acquired : waiting) {
      acquired.get(LIMIT);
    }
    awaitQueue(0);
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7), order);
  }

  @Test
  void fencingTokensGrowFromHolderToHolder() throws Exception {
    ZkLock one = newLock();
    ZkLock other = newLock();
    long last = 0;
    for (int i = 0; i < 10; i++) {
      try (Held held = (i % 2 == 0 ? one : other).acquire()) {
        assertTrue(held.fencingToken() > last, held.fencingToken() + " after " + last);
        last = held.fencingToken();
      }
      if (i == 4) {
        observer.delete(PATH); // sequence numbers begin anew; transactions do not
      }
    }
  }

  @Test
  void takenLockIsNotHadWithoutWaiting() throws Exception {
    Held first = newLock().acquire();
    ZkLock second = newLock();

    assertEquals(Optional.empty(), second.tryAcquire());

    awaitQueue(1);
    first.close();
    try (Held held = second.tryAcquire().orElseThrow()) {
      assertTrue(held.isValid());
    }
  }

  @Test
  void waitEndsAtTheDeadlineAndLeavesNothingBehind() throws Exception {
    Held first = newLock().acquire();
    ZkLock second = newLock();

    World world = World.current();
    long start = world.nanoTime();
    assertEquals(Optional.empty(), second.acquire(Duration.ofMillis(300)));

    Duration waited = Duration.ofNanos(world.nanoTime() - start);
    // No clock of the client's is late by a millisecond in so little time.
    assertTrue(waited.toMillis() >= 299 && waited.compareTo(LIMIT) < 0, waited::toString);
    awaitQueue(1);
    assertTrue(first.isValid());
    first.close();
  }

  @Test
  void lockThatComesInTimeIsHad() throws Exception {
    Held first = newLock().acquire();
    AsyncResult<Optional<Held>> second = newLock().async().acquire(LIMIT);
    awaitQueue(2);

    first.close();

    second.get(LIMIT).orElseThrow().close();
  }

  @Test
  void cancelWithdrawsFromTheQueue() throws Exception {
    Held first = newLock().acquire();
    AsyncResult<Held> second = newLock().async().acquire();
    AsyncResult<Held> third = newLock().async().acquire();
    awaitQueue(3);

    assertTrue(second.cancel());

    assertThrows(CancellationException.class, second::get);
    awaitQueue(2);
    first.close();
    third.get(LIMIT).close();
    awaitQueue(0);
  }

  @Test
  void cancelledAtOnceLeavesNothingBehind() throws Exception {
    ZkLock lock = newLock();
    for (int i = 0; i < 50; i++) {
      AsyncResult<Held> acquired = lock.async().acquire();
      if (!acquired.cancel()) {
        acquired.value().close(); // it was faster
      }
    }

    awaitQueue(0);
    try (Held held = lock.acquire()) {
      assertTrue(held.isValid());
    }
  }

  @Test
  void contendersAreListedInTheOrderOfTheQueue() throws Exception {
    ZkClient zk = connect();
    Held first = ZkLock.at(zk, PATH, LockOptions.DEFAULT.identifier("söner")).acquire();
    ZkLock second = ZkLock.at(zk, PATH, LockOptions.DEFAULT.identifier("later"));
    AsyncResult<Held> waiting = second.async().acquire();
    awaitQueue(2);
    observer.create(PATH + "/no-contender", bytes("x"));

    List<Contender> contenders = second.contenders();

    assertEquals(
        List.of("söner", "later"), contenders.stream().map(Contender::identifier).toList());
    assertEquals(first.path(), PATH + "/" + contenders.get(0).node());
    first.close();
    waiting.get(LIMIT).close();
  }

  @Test
  void nobodyContendsForALockThatNobodyKnows() throws Exception {
    assertEquals(List.of(), newLock().contenders());

    assertTrue(observer.exists(PATH).isEmpty(), "asking creates nothing");
  }

  @Test
  void lockWhoseParentWasDeletedCreatesItAgain() throws Exception {
    ZkLock lock = newLock();
    lock.acquire().close();

    observer.deleteTree("/locks");

    try (Held held = lock.acquire()) {
      assertTrue(held.isValid());
    }
  }

  @Test
  void lockAtTheRootIsALockToo() throws Exception {
    try (Held held = ZkLock.at(connect(), "/").acquire()) {
      assertTrue(held.isValid());
      assertEquals(held.path(), "/" + observer.children("/").get(0));
    }
  }

  @Test
  void curatorLayoutExcludesItsOwnKindOnly() throws Exception {
    ZkClient zk = connect();
    LockOptions curator = LockOptions.DEFAULT.layout(LockLayout.CURATOR);
    Held held = ZkLock.at(zk, PATH, curator).acquire();
    assertTrue(queue().get(0).matches("_c_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-lock-\\d{10}"));

    Optional<Held> sameKind = ZkLock.at(connect(), PATH, curator).tryAcquire();
    Optional<Held> otherKind = ZkLock.at(zk, PATH).tryAcquire();
    Optional<Held> both =
        ZkLock.at(zk, PATH, LockOptions.DEFAULT.alsoContending("-lock-")).tryAcquire();

    assertEquals(Optional.empty(), sameKind);
    assertTrue(otherKind.isPresent());
    assertEquals(Optional.empty(), both);
    otherKind.get().close();
    held.close();
  }

  @Test
  void nodesOfACuratorPeerExclude() throws Exception {
    observer.ensurePath(PATH);
    String peer =
        observer.create(
            PATH + "/_c_5e7d0b6c-4b0c-4f0e-9f3e-1d5b5a1f0a11-lock-",
            bytes("10.0.0.1"),
            CreateOptions.EPHEMERAL.sequential());
    LockOptions curator = LockOptions.DEFAULT.layout(LockLayout.CURATOR);
    AsyncResult<Held> waiting = ZkLock.at(connect(), PATH, curator).async().acquire();
    awaitQueue(2);
    assertFalse(waiting.isReady());

    observer.delete(peer);

    waiting.get(LIMIT).close();
  }

  @Test
  void ownerMayAcquireAgain() throws Exception {
    ZkLock lock = newLock();
    ZkLock mine = lock.ownedBy("me");
    Held outer = mine.acquire();

    Held inner = lock.ownedBy("me").acquire();
    Held third = mine.tryAcquire().orElseThrow();
    assertEquals(Optional.empty(), lock.ownedBy("you").tryAcquire());
    assertEquals(Optional.empty(), lock.tryAcquire());

    awaitQueue(1);
    assertEquals(outer.fencingToken(), inner.fencingToken());
    outer.close();
    outer.close();
    third.close();
    assertFalse(outer.isValid());
    assertTrue(inner.isValid());
    assertEquals(1, queue().size());
    inner.close();
    assertEquals(0, queue().size());
    mine.acquire().close();
  }

  @Test
  void waitingInAnEventCallbackIsRefusedAndLeavesNothingBehind() throws Exception {
    ZkLock lock = newLock();
    ZkClient zk = connect();
    ZkLock sameQueue = ZkLock.at(zk, PATH);
    AtomicReference<Object> thrown = new AtomicReference<>();
    CountDownLatch tried = new CountDownLatch(1);

    zk.async()
        .exists("/")
        .link(
            there -> {
              try {
                thrown.set(sameQueue.acquire());
              } catch (Exception refused) {
                thrown.set(refused);
              }
              tried.countDown();
            });

    await(tried, "the callback returned");
    assertInstanceOf(CallbackDeadlockException.class, thrown.get());
    awaitQueue(0);
    lock.acquire().close();
  }

  @Test
  void lockCanBeUsedInsideCallbacksWithoutWaiting() throws Exception {
    ZkLock lock = newLock();
    CountDownLatch closed = new CountDownLatch(3);
    for (int i = 0; i < 3; i++) {
      lock.async()
          .acquire()
          .thenAccept(
              held -> {
                held.close();
                closed.countDown();
              });
    }

    await(closed, "each was acquired and closed");
    awaitQueue(0);
  }

  @Test
  void closedClientReleasesWhatItHeldAndFailsWhoWaits() throws Exception {
    ZkClient zk = connect();
    Held held = ZkLock.at(zk, PATH).acquire();
    AtomicInteger losses = new AtomicInteger();
    held.onLost(losses::incrementAndGet);
    AsyncResult<Held> waiting = ZkLock.at(zk, PATH).async().acquire();
    Running<Held> blocked = run(() -> ZkLock.at(zk, PATH).acquire());
    awaitQueue(3);

    zk.close();

    awaitQueue(0);
    assertFalse(held.isValid());
    assertEquals(Held.State.LOST, held.state());
    assertEquals(1, losses.get());
    assertThrows(ClientClosedException.class, () -> waiting.get(LIMIT));
    assertInstanceOf(
        ClientClosedException.class,
        assertThrows(ExecutionException.class, blocked::result).getCause());
    assertDoesNotThrow(held::close);
    assertThrows(ClientClosedException.class, () -> ZkLock.at(zk, PATH).acquire());
    assertThrows(ClientClosedException.class, () -> ZkLock.at(zk, PATH).tryAcquire());
    assertThrows(ClientClosedException.class, () -> ZkLock.at(zk, PATH).contenders());
  }

  @Test
  void ownReleaseIsNoLoss() throws Exception {
    AtomicInteger losses = new AtomicInteger();
    Held held = newLock().acquire();
    held.onLost(losses::incrementAndGet);

    held.close();

    awaitQueue(0);
    newLock().acquire().close();
    assertEquals(0, losses.get());
  }

  @Test
  void limitMustBePositive() throws Exception {
    ZkLock lock = newLock();

    assertThrows(IllegalArgumentException.class, () -> lock.acquire(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> lock.acquire(Duration.ofSeconds(-1)));
    assertThrows(IllegalArgumentException.class, () -> ZkLock.at(observer, "no/path"));
  }
}
