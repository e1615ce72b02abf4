package dev.mirliton.zk.it.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.recipes.lock.Held;
import dev.mirliton.zk.recipes.lock.LockLostException;
import dev.mirliton.zk.recipes.lock.ZkLock;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.Sessions;
import dev.mirliton.zk.testing.SinceServer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How a lock is lost, and who is told. */
@LocksOnEveryHandler
class LockLossTest extends LockSuite {

  @Test
  @SinceServer("3.4")
  void expiredSessionLosesTheLockToTheNext() throws Exception {
    ZkClient zk = connect();
    Held held = ZkLock.at(zk, PATH).acquire();
    observer.create("/ledger", bytes("old"));
    CountDownLatch lost = new CountDownLatch(1);
    AtomicInteger losses = new AtomicInteger();
    held.onLost(losses::incrementAndGet);
    held.onLost(lost::countDown);
    AsyncResult<Held> next = newLock().async().acquire();
    awaitQueue(2);

    Sessions.expire(zk, server);

    await(lost, "onLost");
    assertFalse(held.isValid());
    assertEquals(Held.State.LOST, held.state());
    assertThrows(LockLostException.class, () -> held.guarded().set("/ledger", bytes("new")));
    Held successor = next.get(LIMIT);
    assertTrue(successor.fencingToken() > held.fencingToken());
    successor.guarded().set("/ledger", bytes("newer"));
    held.close();
    assertEquals(Held.State.LOST, held.state());
    assertTrue(successor.isValid());
    successor.close();
    awaitQueue(0);
    assertEquals(1, losses.get());
  }

  @Test
  void expiredWaiterStandsInLineAgain() throws Exception {
    Held first = newLock().acquire();
    ZkClient zk = connect();
    AsyncResult<Held> waiting = ZkLock.at(zk, PATH).async().acquire();
    awaitQueue(2);
    var before = queue();

    Sessions.expire(zk, server);

    Await.untilAsserted(
        LIMIT,
        () -> {
          assertEquals(2, queue().size());
          assertNotEquals(before, queue());
        });
    first.close();
    Held held = waiting.get(LIMIT);
    assertTrue(held.isValid());
    assertEquals(
        Objects.requireNonNull(zk.session()).id(),
        observer.get(held.path()).stat().ephemeralOwner());
    held.close();
  }

  @Test
  void lockIsLostWhenSomebodyDeletesItsNode() throws Exception {
    Held held = newLock().acquire();
    observer.create("/ledger", bytes("old"));
    CountDownLatch lost = new CountDownLatch(1);
    held.onLost(lost::countDown);

    observer.delete(held.path());

    await(lost, "onLost");
    assertEquals(Held.State.LOST, held.state());
    assertThrows(LockLostException.class, () -> held.guarded().set("/ledger", bytes("new")));
    held.close();
    newLock().acquire().close();
  }

  @Test
  void lockIsStillWatchedAfterItsNodeGotNewData() throws Exception {
    Held held = newLock().acquire();
    CountDownLatch lost = new CountDownLatch(1);
    held.onLost(lost::countDown);

    observer.set(held.path(), bytes("looked at by an operator"));
    assertTrue(held.isValid());
    observer.set(held.path(), bytes("again"));
    observer.delete(held.path());

    await(lost, "onLost");
  }

  @Test
  void waiterWhoseNodeWasDeletedStandsInLineAgain() throws Exception {
    Held first = newLock().acquire();
    AsyncResult<Held> waiting = newLock().async().acquire();
    awaitQueue(2);
    for (String name : queue()) {
      if (!first.path().endsWith(name)) {
        observer.delete(PATH + "/" + name);
      }
    }

    first.close();

    waiting.get(LIMIT).close();
  }

  @Test
  void listenerWhoComesLateIsToldAndOneWhoLeftIsNot() throws Exception {
    Held held = newLock().acquire();
    AtomicInteger left = new AtomicInteger();
    held.onLost(left::incrementAndGet).close();
    observer.delete(held.path());
    Await.until("the loss", LIMIT, () -> !held.isValid());
    CountDownLatch late = new CountDownLatch(1);

    held.onLost(late::countDown);

    await(late, "onLost");
    assertEquals(0, left.get());
  }

  @Test
  @SinceServer("3.4")
  void brokenConnectionLosesNothing() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server)) {
      ZkClient zk = clients.connect(options(proxy).build());
      Held held = ZkLock.at(zk, PATH).acquire();
      AtomicInteger losses = new AtomicInteger();
      held.onLost(losses::incrementAndGet);
      CountDownLatch suspended = new CountDownLatch(1);
      CountDownLatch back = new CountDownLatch(1);
      zk.onStateChange(
          change -> {
            if (change.state() == ConnectionState.SUSPENDED) {
              suspended.countDown();
            } else if (change.state() == ConnectionState.CONNECTED) {
              back.countDown();
            }
          });

      proxy.cut();

      await(suspended, "SUSPENDED");
      await(back, "CONNECTED");
      assertTrue(held.isValid());
      held.guarded().create("/ledger", bytes("mine"));
      observer.delete(held.path());
      Await.until("the loss", LIMIT, () -> losses.get() == 1);
      zk.close();
    }
  }

  @Test
  void silentServerLosesTheLockWhenTheSessionMayHaveEnded() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server)) {
      ZkClient zk = clients.connect(options(proxy).sessionTimeout(Duration.ofSeconds(4)).build());
      Held held = ZkLock.at(zk, PATH).acquire();
      ZkSession session = Objects.requireNonNull(zk.session());
      AtomicReference<ConnectionState> toldIn = new AtomicReference<>();
      CountDownLatch lost = new CountDownLatch(1);
      held.onLost(
          () -> {
            toldIn.set(zk.state());
            lost.countDown();
          });

      proxy.refuse();
      proxy.blackhole();

      await(lost, "onLost");
      assertFalse(session.isAlive());
      assertEquals(
          ConnectionState.SUSPENDED, toldIn.get(), "told before the client gives the session up");
      assertFalse(held.isValid());
      proxy.heal();
      Await.until("a connection", LIMIT, () -> zk.state() == ConnectionState.CONNECTED);
      assertFalse(held.isValid(), "lost once is lost for ever");
      held.close();
      ZkLock.at(zk, PATH).acquire().close();
      awaitQueue(0);
      zk.close();
    }
  }
}
