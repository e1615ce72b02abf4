package dev.mirliton.zk.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Handler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a {@link CallbackQueue} promises.
 *
 * @since 0.1
 */
public interface CallbackQueueContract extends HandlerSubject {

  @Test
  default void callbacksRunOneAtATimeInTheOrderOfEachProducer() throws Exception {
    int producers = 8;
    int each = 10_000;
    CountDownLatch done = new CountDownLatch(producers * each);
    AtomicBoolean inside = new AtomicBoolean();
    List<String> violations = new ArrayList<>(); // plain: a callback sees those before it
    int[] next = new int[producers];

    try (Handler handler = start()) {
      CallbackQueue queue = handler.callbackQueue("events");
      Concurrently.run(
          producers,
          producer -> {
            for (int i = 0; i < each; i++) {
              int number = i;
              queue.execute(
                  () -> {
                    if (!inside.compareAndSet(false, true)) {
                      violations.add("two at once");
                    }
                    if (next[producer]++ != number) {
                      violations.add(producer + " out of order at " + number);
                    }
                    inside.set(false);
                    done.countDown();
                  });
            }
          });
      Concurrently.await(done);
    }

    assertEquals(List.of(), violations);
    assertEquals(producers * each, IntStream.of(next).sum());
  }

  @Test
  default void callbacksAddedInABatchRunInOrderAfterOneWake() throws Exception {
    CountDownLatch done = new CountDownLatch(5000);
    List<Integer> ran = new ArrayList<>();

    try (Handler handler = start()) {
      CallbackQueue queue = handler.callbackQueue("events");
      for (int i = 0; i < 5000; i++) {
        int number = i;
        queue.add(
            () -> {
              ran.add(number);
              done.countDown();
            });
      }
      queue.wake();
      Concurrently.await(done);
    }

    assertEquals(IntStream.range(0, 5000).boxed().toList(), ran);
  }

  @Test
  default void wakingAnEmptyQueueDoesNothing() throws Exception {
    try (Handler handler = start()) {
      CallbackQueue queue = handler.callbackQueue("events");
      CountDownLatch ran = new CountDownLatch(1);

      queue.wake();
      queue.wake();
      queue.execute(ran::countDown);

      Concurrently.await(ran);
    }
  }

  @Test
  default void aCallbackThatThrowsDoesNotStopTheNext() throws Exception {
    try (Handler handler = start()) {
      CallbackQueue queue = handler.callbackQueue("events");
      CountDownLatch ran = new CountDownLatch(3);

      for (int i = 0; i < 3; i++) {
        queue.execute(
            () -> {
              throw new IllegalStateException("thrown on purpose by a callback");
            });
        queue.execute(
            () -> {
              throw new AssertionError("an error thrown on purpose by a callback");
            });
        queue.execute(ran::countDown);
      }

      Concurrently.await(ran);
    }
  }

  @Test
  default void callbacksAddedByACallbackRunAfterIt() throws Exception {
    List<String> ran = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(3);

    try (Handler handler = start()) {
      CallbackQueue queue = handler.callbackQueue("events");
      queue.execute(
          () -> {
            queue.execute(
                () -> {
                  ran.add("added");
                  queue.execute(
                      () -> {
                        ran.add("added by added");
                        done.countDown();
                      });
                  done.countDown();
                });
            ran.add("first");
            done.countDown();
          });
      Concurrently.await(done);
    }

    assertEquals(List.of("first", "added", "added by added"), ran);
  }

  @Test
  default void executingDoesNotWaitForTheCallback() throws Exception {
    try (Handler handler = start()) {
      CallbackQueue queue = handler.callbackQueue("events");
      CountDownLatch release = new CountDownLatch(1);
      AtomicReference<Thread> ranOn = new AtomicReference<>(Thread.currentThread());

      queue.execute(
          () -> {
            ranOn.set(Thread.currentThread());
            Concurrently.awaitQuietly(release);
          });
      release.countDown(); // reached only because execute has returned

      Concurrently.until("the callback ran", () -> ranOn.get() != Thread.currentThread());
    }
  }

  @Test
  default void blockedCallbacksHoldUpNeitherOtherQueuesNorTimersNorTasks() throws Exception {
    try (Handler handler = start()) {
      CountDownLatch blocked = new CountDownLatch(20);
      CountDownLatch release = new CountDownLatch(1);
      CountDownLatch others = new CountDownLatch(3);
      for (int i = 0; i < 20; i++) {
        handler
            .callbackQueue("blocked")
            .execute(
                () -> {
                  blocked.countDown();
                  Concurrently.awaitQuietly(release);
                });
      }
      Concurrently.await(blocked);

      handler.callbackQueue("state").execute(others::countDown);
      handler.schedule(Duration.ZERO, others::countDown);
      handler.spawn("other", others::countDown);

      try {
        Concurrently.await(others);
      } finally {
        release.countDown();
      }
    }
  }

  @Test
  default void aQueueThatNeverEmptiesDoesNotStarveOthers() throws Exception {
    try (Handler handler = start()) {
      AtomicBoolean stop = new AtomicBoolean();
      CountDownLatch other = new CountDownLatch(200);
      for (int i = 0; i < 4; i++) {
        CallbackQueue busy = handler.callbackQueue("busy");
        busy.execute(
            new Runnable() {
              @Override
              public void run() {
                if (!stop.get()) {
                  busy.execute(this);
                }
              }
            });
      }

      CallbackQueue queue = handler.callbackQueue("events");
      for (int i = 0; i < 200; i++) {
        queue.execute(other::countDown);
      }

      try {
        Concurrently.await(other);
      } finally {
        stop.set(true);
      }
    }
  }

  @Test
  default void aQueueIsCurrentOnlyInsideItsOwnCallbacks() throws Exception {
    try (Handler handler = start()) {
      CallbackQueue mine = handler.callbackQueue("mine");
      CallbackQueue other = handler.callbackQueue("other");
      List<Boolean> seen = new ArrayList<>();
      CountDownLatch done = new CountDownLatch(1);

      mine.execute(
          () -> {
            seen.add(mine.isCurrent());
            seen.add(other.isCurrent());
            try {
              Concurrently.run(1, thread -> seen.add(mine.isCurrent()));
            } catch (Exception failed) {
              throw new AssertionError(failed);
            }
            seen.add(mine.isCurrent());
            done.countDown();
          });
      Concurrently.await(done);

      assertEquals(List.of(true, false, false, true), seen);
      assertFalse(mine.isCurrent());
    }
  }

  @Test
  default void aQueueParksAsItsHandlerDoes() {
    try (Handler handler = start()) {
      assertSame(handler.parking(), handler.callbackQueue("events").parking());
    }
  }

  @Test
  default void manyQueuesLiveSideBySide() throws Exception {
    try (Handler handler = start()) {
      CountDownLatch ran = new CountDownLatch(2000);

      for (int i = 0; i < 2000; i++) {
        handler.callbackQueue("events" + i).execute(ran::countDown);
      }

      Concurrently.await(ran);
      assertTrue(ran.getCount() == 0);
    }
  }
}
