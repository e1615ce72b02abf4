package dev.mirliton.zk.spi.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SerialQueueTest {
  private static final int TURN = 1024;

  /** Holds what is lent a thread until the test lends its own. */
  private final Queue<Runnable> drains = new ArrayDeque<>();

  private final List<Object> ran = new ArrayList<>();
  private final SerialQueue queue = queue(drains::add);

  private static SerialQueue queue(Executor executor) {
    return new SerialQueue("zk-events", executor, ThreadParking.INSTANCE);
  }

  private void lend() {
    drains.remove().run();
  }

  @Test
  void addedCallbacksWaitForTheWaking() {
    queue.add(() -> ran.add("one"));
    queue.add(() -> ran.add("two"));
    assertEquals(0, drains.size());

    queue.wake();
    assertEquals(1, drains.size(), "threads for two callbacks");
    assertEquals(List.of(), ran);
    lend();

    assertEquals(List.of("one", "two"), ran);
  }

  @Test
  void idleQueueHoldsNoThread() {
    queue.wake();
    assertEquals(0, drains.size());

    queue.execute(() -> {});
    lend();
    queue.wake();

    assertEquals(0, drains.size());
    assertTrue(queue.isIdle());
  }

  @Test
  void queueIsBusyFromAddingToTheEndOfTheLast() {
    assertTrue(queue.isIdle());
    queue.add(() -> ran.add(queue.isIdle()));
    assertFalse(queue.isIdle());
    queue.wake();
    assertFalse(queue.isIdle());

    lend();

    assertEquals(List.of(false), ran);
    assertTrue(queue.isIdle());
  }

  @Test
  void whatACallbackAddsRunsAfterItInTheSameTurn() {
    queue.execute(
        () -> {
          queue.execute(() -> ran.add("second"));
          ran.add("first");
        });

    lend();

    assertEquals(List.of("first", "second"), ran);
    assertEquals(0, drains.size());
  }

  @Test
  void oneThatThrowsDoesNotStopTheNext() {
    queue.add(
        () -> {
          throw new IllegalStateException("thrown on purpose by a callback");
        });
    queue.add(
        () -> {
          throw new AssertionError("an error thrown on purpose by a callback");
        });
    queue.execute(() -> ran.add("next"));

    lend();

    assertEquals(List.of("next"), ran);
    assertTrue(queue.isIdle());
  }

  @Test
  void longQueueLetsOthersTakeTheirTurn() {
    IntStream.range(0, 2 * TURN + 1).forEach(i -> queue.add(() -> ran.add(i)));
    queue.wake();

    lend();
    assertEquals(TURN, ran.size());
    assertFalse(queue.isCurrent());
    assertEquals(1, drains.size(), "asks for its next turn");
    queue.wake();
    assertEquals(1, drains.size(), "and only once");
    lend();
    assertEquals(2 * TURN, ran.size());
    lend();

    assertEquals(IntStream.range(0, 2 * TURN + 1).boxed().map(i -> (Object) i).toList(), ran);
    assertEquals(0, drains.size());
  }

  @Test
  void furtherTurnsMayComeFromElsewhere() {
    Queue<Runnable> further = new ArrayDeque<>();
    SerialQueue two =
        new SerialQueue("zk-events", drains::add, further::add, ThreadParking.INSTANCE);
    IntStream.range(0, TURN + 1).forEach(i -> two.add(() -> ran.add(i)));
    two.wake();

    lend();
    assertEquals(0, drains.size());
    further.remove().run();

    assertEquals(TURN + 1, ran.size());
    assertTrue(two.isIdle());
  }

  @Test
  void onlyTheThreadOfARunningCallbackIsCurrent() {
    SerialQueue other = queue(drains::add);
    queue.execute(
        () -> {
          ran.add(queue.isCurrent());
          ran.add(other.isCurrent());
        });
    assertFalse(queue.isCurrent());

    lend();

    assertEquals(List.of(true, false), ran);
    assertFalse(queue.isCurrent());
  }

  @Test
  void interruptForOneCallbackDoesNotReachTheNext() {
    queue.add(() -> Thread.currentThread().interrupt());
    queue.add(() -> ran.add(Thread.currentThread().isInterrupted()));
    queue.add(
        () -> {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("thrown on purpose by an interrupted callback");
        });
    queue.execute(() -> ran.add(Thread.currentThread().isInterrupted()));

    lend();

    assertEquals(List.of(false, false), ran);
    assertFalse(Thread.interrupted());
  }

  @Test
  void closedQueueRunsWhatItHasAndTakesNoMore() {
    queue.add(() -> ran.add("before"));
    queue.close();
    queue.add(() -> ran.add("after"));
    queue.execute(() -> ran.add("after"));

    lend();

    assertEquals(List.of("before"), ran);
    assertEquals(0, drains.size());
  }

  @Test
  void refusingExecutorLeavesAQueueThatCanBeWokenAgain() {
    boolean[] refuses = {true};
    SerialQueue refused =
        queue(
            drain -> {
              if (refuses[0]) {
                throw new RejectedExecutionException("on purpose");
              }
              drain.run();
            });
    refused.execute(() -> ran.add("callback"));
    assertEquals(List.of(), ran);

    refuses[0] = false;
    refused.wake();

    assertEquals(List.of("callback"), ran);
  }

  /** No thread could be started just now; that must not be the queue's end. */
  @Test
  void brokenExecutorLeavesAQueueThatCanBeWokenAgain() {
    OutOfMemoryError failure = new OutOfMemoryError("thrown on purpose by an executor");
    boolean[] breaks = {true};
    SerialQueue broken =
        queue(
            drain -> {
              if (breaks[0]) {
                throw failure;
              }
              drain.run();
            });
    assertSame(
        failure,
        assertThrows(OutOfMemoryError.class, () -> broken.execute(() -> ran.add("callback"))));

    breaks[0] = false;
    broken.wake();

    assertEquals(List.of("callback"), ran);
  }

  @Test
  void queueIsCalledByItsName() {
    assertEquals("zk-events", queue.toString());
    assertSame(ThreadParking.INSTANCE, queue.parking());
  }

  @Test
  void callbacksOfManyThreadsRunOneAtATimeEachThreadsInOrder() throws Exception {
    int producers = 4;
    int each = 20_000;
    List<List<Integer>> order = new ArrayList<>();
    IntStream.range(0, producers).forEach(i -> order.add(new ArrayList<>()));
    int[] running = {0}; // Not atomic: the queue must order all that touch it.
    int[] together = {0};
    CountDownLatch left = new CountDownLatch(producers * each);

    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      SerialQueue shared = queue(threads);
      List<Future<?>> adding = new ArrayList<>();
      for (int p = 0; p < producers; p++) {
        int producer = p;
        adding.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    int number = i;
                    shared.execute(
                        () -> {
                          together[0] += running[0]++;
                          order.get(producer).add(number);
                          running[0]--;
                          left.countDown();
                        });
                  }
                }));
      }
      for (Future<?> one : adding) {
        one.get(30, TimeUnit.SECONDS);
      }
      assertTrue(left.await(30, TimeUnit.SECONDS), () -> left.getCount() + " callbacks are left");
    } finally {
      threads.shutdown();
      assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS), "a thread is held");
    }

    assertEquals(0, together[0], "callbacks that met another");
    order.forEach(numbers -> assertEquals(IntStream.range(0, each).boxed().toList(), numbers));
  }

  @Test
  void eachCallbackOfAHurriedQueueFindsItsThreadInterrupted() {
    queue.add(() -> ran.add(Thread.currentThread().isInterrupted()));
    queue.add(queue::hurry);
    queue.add(() -> ran.add(Thread.interrupted()));
    queue.execute(() -> ran.add(Thread.interrupted()));

    lend();

    assertEquals(List.of(false, true, true), ran);
    assertFalse(Thread.interrupted(), "the lent thread keeps no interrupt");
  }

  @Test
  void abandonedQueueDropsWhatWaitsAndTakesNoMore() {
    queue.add(queue::abandon);
    queue.add(() -> ran.add("waited"));
    queue.execute(() -> ran.add("waited too"));

    lend();
    queue.execute(() -> ran.add("late"));

    assertEquals(List.of(), ran);
    assertTrue(queue.isIdle());
    assertEquals(0, drains.size());
  }
}
