package dev.mirliton.zk.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Registration;
import dev.mirliton.zk.spi.Handler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * What {@link Handler#schedule} and {@link Handler#nanoTime} promise.
 *
 * @since 0.1
 */
public interface TimerContract extends HandlerSubject {

  @Test
  default void aTimerFiresOnceAndNeverEarly() throws Exception {
    int[] delays = {0, 1, 2, 5, 10, 20, 50, 50, 20, 1, 0};
    AtomicIntegerArray fired = new AtomicIntegerArray(delays.length);
    AtomicInteger early = new AtomicInteger();

    try (Handler handler = start()) {
      CountDownLatch all = new CountDownLatch(delays.length);
      for (int i = 0; i < delays.length; i++) {
        int timer = i;
        long due = handler.nanoTime() + Duration.ofMillis(delays[i]).toNanos();
        handler.schedule(
            Duration.ofMillis(delays[i]),
            () -> {
              if (handler.nanoTime() - due < 0) {
                early.incrementAndGet();
              }
              fired.incrementAndGet(timer);
              all.countDown();
            });
      }
      Concurrently.await(all);
      pass(handler, Duration.ofMillis(60)); // long enough for each to fire a second time
    }

    assertEquals(0, early.get(), "fired early");
    for (int i = 0; i < delays.length; i++) {
      assertEquals(1, fired.get(i), "times that the timer of " + delays[i] + " ms fired");
    }
  }

  @Test
  default void aCancelledTimerDoesNotFire() throws Exception {
    AtomicInteger fired = new AtomicInteger();

    try (Handler handler = start()) {
      Registration timer = handler.schedule(Duration.ofMillis(100), fired::incrementAndGet);
      timer.close();
      timer.close();
      pass(handler, Duration.ofMillis(150));
    }

    assertEquals(0, fired.get());
  }

  @Test
  default void aTimerMayBeCancelledByItselfAndAfterwards() throws Exception {
    try (Handler handler = start()) {
      CompletableFuture<Registration> self = new CompletableFuture<>();
      CountDownLatch fired = new CountDownLatch(1);

      self.complete(
          handler.schedule(
              Duration.ofMillis(5),
              () -> {
                Concurrently.value(self).close();
                fired.countDown();
              }));
      Concurrently.await(fired);
      Concurrently.value(self).close();

      pass(handler, Duration.ofMillis(1)); // timers still work
    }
  }

  @Test
  default void aTimerThatThrowsDoesNotStopOthers() throws Exception {
    try (Handler handler = start()) {
      CountDownLatch fired = new CountDownLatch(3);

      for (int i = 0; i < 3; i++) {
        handler.schedule(
            Duration.ofMillis(i),
            () -> {
              throw new IllegalStateException("thrown on purpose by a timer");
            });
        handler.schedule(
            Duration.ofMillis(i),
            () -> {
              throw new AssertionError("an error thrown on purpose by a timer");
            });
        handler.schedule(Duration.ofMillis(i), fired::countDown);
      }

      Concurrently.await(fired);
    }
  }

  @Test
  default void aTimerMayScheduleTheNext() throws Exception {
    try (Handler handler = start()) {
      CountDownLatch fired = new CountDownLatch(100);

      handler.schedule(
          Duration.ZERO,
          new Runnable() {
            @Override
            public void run() {
              fired.countDown();
              if (fired.getCount() > 0) {
                handler.schedule(Duration.ofNanos(100_000), this);
              }
            }
          });

      Concurrently.await(fired);
    }
  }

  @Test
  default void aTimerDoesNotFireOnTheStackOfWhoeverScheduledIt() throws Exception {
    try (Handler handler = start()) {
      AtomicReference<Thread> firedOn = new AtomicReference<>(Thread.currentThread());
      CountDownLatch fired = new CountDownLatch(1);

      handler.schedule(
          Duration.ZERO,
          () -> {
            firedOn.set(Thread.currentThread());
            fired.countDown();
          });
      Concurrently.await(fired);

      assertNotSame(Thread.currentThread(), firedOn.get());
    }
  }

  @Test
  default void aNearTimerIsNotHeldUpByAFarOne() throws Exception {
    try (Handler handler = start()) {
      CountDownLatch near = new CountDownLatch(1);
      AtomicInteger far = new AtomicInteger();

      handler.schedule(Duration.ofHours(1), far::incrementAndGet);
      handler.schedule(Duration.ofSeconds(Long.MAX_VALUE), far::incrementAndGet);
      pass(handler, Duration.ofMillis(20)); // the handler waits for the far ones now
      handler.schedule(Duration.ofMillis(1), near::countDown);

      Concurrently.await(near);
      assertEquals(0, far.get());
    }
  }

  @Test
  default void timersOfManyThreadsEachFireUnlessCancelled() throws Exception {
    int threads = 4;
    int each = 2500;
    AtomicIntegerArray fired = new AtomicIntegerArray(threads * each);
    CountDownLatch kept = new CountDownLatch(threads * each / 2);

    try (Handler handler = start()) {
      Concurrently.run(
          threads,
          thread -> {
            for (int i = 0; i < each; i++) {
              int timer = thread * each + i;
              boolean cancelled = i % 2 == 0;
              Registration registration =
                  handler.schedule(
                      cancelled ? Duration.ofMinutes(5) : Duration.ofNanos(i * 20_000L),
                      () -> {
                        fired.incrementAndGet(timer);
                        kept.countDown();
                      });
              if (cancelled) {
                registration.close();
              }
            }
          });
      Concurrently.await(kept);
    }

    for (int timer = 0; timer < threads * each; timer++) {
      assertEquals(timer % 2, fired.get(timer), "times that timer " + timer + " fired");
    }
  }

  @Test
  default void theClockNeverGoesBack() {
    try (Handler handler = start()) {
      long last = handler.nanoTime();
      for (int i = 0; i < 10_000; i++) {
        long now = handler.nanoTime();
        assertTrue(now - last >= 0, "went back");
        last = now;
      }
    }
  }

  private static void pass(Handler handler, Duration time) throws InterruptedException {
    CountDownLatch passed = new CountDownLatch(1);
    handler.schedule(time, passed::countDown);
    Concurrently.await(passed);
  }
}
