package dev.mirliton.zk.it.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.DeadlineExceededException;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.recipes.lock.Held;
import dev.mirliton.zk.recipes.lock.ZkLock;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.World;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lost replies, cut lines and interrupts: exactly one znode for who goes on, none for who left. */
@LocksOnEveryHandler
@Tag("any-server")
@SuppressWarnings("NullAway.Init") // JUnit sets them
class LockFaultTest extends LockSuite {
  FaultProxy proxy;
  ZkClient zk;
  ZkLock lock;

  @BeforeEach
  void connectThroughAProxy() throws InterruptedException {
    proxy = FaultProxy.to(server);
    zk = clients.connect(options(proxy).build());
    lock = ZkLock.at(zk, PATH);
    zk.ensurePath(PATH);
  }

  @AfterEach
  void closeTheProxy() {
    proxy.heal();
    zk.close();
    proxy.close();
  }

  private void loseReplies() {
    proxy.blackhole(Direction.TO_CLIENT);
  }

  @Test
  void nodeWhoseCreateWasNotAnsweredIsFoundAgain() throws Exception {
    loseReplies();
    AsyncResult<Held> acquired = lock.async().acquire();
    awaitQueue(1);
    var created = queue();

    proxy.heal();

    Held held = acquired.get(LIMIT);
    assertEquals(created, queue(), "no second znode");
    assertEquals(PATH + "/" + created.get(0), held.path());
    held.close();
    assertEquals(0, queue().size());
  }

  @Test
  void createThatWasNotAnsweredIsWithdrawnAfterCancel() throws Exception {
    loseReplies();
    AsyncResult<Held> acquired = lock.async().acquire();
    awaitQueue(1);

    assertTrue(acquired.cancel());
    proxy.heal();

    awaitQueue(0);
  }

  @Test
  void createThatWasNotAnsweredIsWithdrawnAfterAnInterrupt() throws Exception {
    loseReplies();
    Running<Held> acquiring = run(() -> lock.acquire());
    awaitQueue(1);

    acquiring.interrupt();

    assertInstanceOf(
        InterruptedException.class,
        assertThrows(ExecutionException.class, acquiring::result).getCause());
    proxy.heal();
    awaitQueue(0);
  }

  @Test
  void createThatWasNotAnsweredIsWithdrawnAfterTheDeadline() throws Exception {
    loseReplies();

    assertEquals(Optional.empty(), lock.acquire(Duration.ofMillis(300)));

    assertEquals(1, queue().size());
    proxy.heal();
    awaitQueue(0);
  }

  @Test
  void nobodyCanTellWithoutAServer() throws Exception {
    loseReplies();
    ZkLock hasty = ZkLock.at(zk.within(Duration.ofMillis(300)), PATH);

    assertThrows(DeadlineExceededException.class, hasty::tryAcquire);

    proxy.heal();
    awaitQueue(0);
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void lineMayBreakAtAnyByte(Direction direction) throws Exception {
    for (int bytes = 0; bytes < 700; bytes += 23) {
      proxy.cutAfter(direction, bytes);
      Held held = lock.acquire();
      assertEquals(1, queue().size());
      held.close();
      awaitQueue(0);
    }
  }

  @Test
  void interruptAtAnyStepLeavesNothingBehind() throws Exception {
    int had = 0;
    for (int i = 0; i < 60; i++) {
      Running<Held> acquiring = run(() -> lock.acquire());
      letPass(i * 100_000L);
      acquiring.interrupt();
      try {
        acquiring.result().close();
        had++;
      } catch (ExecutionException interrupted) {
        assertInstanceOf(InterruptedException.class, interrupted.getCause());
      }
    }

    awaitQueue(0);
    assertTrue(had < 60, "some were interrupted");
    lock.acquire().close();
  }

  /** Waits more exactly than the real world's pauses are. */
  private static void letPass(long nanos) throws InterruptedException {
    World world = World.current();
    if (world != World.Real.WORLD) {
      world.pause(nanos);
      return;
    }
    long end = world.nanoTime() + nanos;
    while (world.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void waiterThatIsInterruptedLetsTheNextPass() throws Exception {
    Held first = newLock().acquire();
    Running<Held> second = run(() -> lock.acquire());
    awaitQueue(2);
    AsyncResult<Held> third = newLock().async().acquire();
    awaitQueue(3);

    second.interrupt();

    assertThrows(ExecutionException.class, second::result);
    awaitQueue(2);
    first.close();
    third.get(LIMIT).close();
  }

  @Test
  void closeIsNotHinderedByAnInterrupt() throws Exception {
    Running<Boolean> closing =
        run(
            () -> {
              Held held = lock.acquire();
              Thread.currentThread().interrupt();
              held.close();
              return Thread.currentThread().isInterrupted();
            });

    assertTrue(closing.result(), "the flag stays set");
    awaitQueue(0);
  }

  @Test
  void waiterHearsAfterReconnectingWhatHappenedMeanwhile() throws Exception {
    Held first = newLock().acquire();
    AsyncResult<Held> waiting = lock.async().acquire();
    awaitQueue(2);
    disconnect();

    first.close();
    proxy.heal();

    Held held = waiting.get(LIMIT);
    assertTrue(held.isValid());
    held.close();
  }

  @Test
  void lockThatIsClosedWithoutAConnectionIsLetGoAfterReconnecting() throws Exception {
    Held held = lock.acquire();
    disconnect();

    held.close();

    assertEquals(Held.State.RELEASING, held.state());
    assertEquals(1, queue().size());
    proxy.heal();
    awaitQueue(0);
    Await.until("the confirmation", LIMIT, () -> held.state() == Held.State.RELEASED);
  }

  @Test
  void deletionThatWasNotAnsweredIsConfirmedAfterReconnecting() throws Exception {
    Held held = lock.acquire();
    loseReplies();
    Running<Held.State> closing =
        run(
            () -> {
              held.close();
              return held.state();
            });
    awaitQueue(0);

    proxy.heal();

    closing.result();
    Await.until("the confirmation", LIMIT, () -> held.state() == Held.State.RELEASED);
  }

  @Test
  void acquireWithoutAConnectionWaitsForOne() throws Exception {
    disconnect();
    AsyncResult<Held> acquired = lock.async().acquire();

    proxy.heal();

    acquired.get(LIMIT).close();
    awaitQueue(0);
  }

  private void disconnect() throws InterruptedException {
    proxy.refuse();
    proxy.cut();
    Await.until("SUSPENDED", LIMIT, () -> zk.state() == ConnectionState.SUSPENDED);
  }
}
