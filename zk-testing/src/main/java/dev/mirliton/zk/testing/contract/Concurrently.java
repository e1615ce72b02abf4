package dev.mirliton.zk.testing.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Several threads at once, and waiting for them with a limit. */
final class Concurrently {
  /** Longer than anything here takes on a slow machine. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  /** What a thread may take to end after it has done its work. */
  static final Duration GRACE = Duration.ofSeconds(2);

  private Concurrently() {}

  /** Something that a thread does. */
  interface Job {
    void run(int thread) throws Exception;
  }

  /**
   * Runs {@code job} on so many platform threads at once and waits for all; throws what one threw.
   */
  static void run(int threads, Job job) throws Exception {
    List<FutureTask<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int thread = i;
      tasks.add(begin(() -> job.run(thread)));
    }
    for (FutureTask<Void> task : tasks) {
      end(task);
    }
  }

  /** Something that is done once. */
  interface Act {
    void run() throws Exception;
  }

  /** Starts {@code act} on a platform thread of its own. */
  static FutureTask<Void> begin(Act act) {
    FutureTask<Void> task = task(act);
    Thread.ofPlatform().daemon().name("contract").start(task);
    return task;
  }

  /** Starts {@code act} on a virtual thread of its own. */
  static FutureTask<Void> beginVirtual(Act act) {
    FutureTask<Void> task = task(act);
    Thread.ofVirtual().name("contract").start(task);
    return task;
  }

  private static FutureTask<Void> task(Act act) {
    return new FutureTask<>(
        () -> {
          act.run();
          return null;
        });
  }

  /** Waits for what was begun; throws what it threw. */
  static void end(FutureTask<Void> task) throws Exception {
    try {
      task.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw failed;
    } catch (TimeoutException late) {
      fail("still running after " + LIMIT);
    }
  }

  /** Waits for a latch, and fails when it stays shut. */
  static void await(CountDownLatch latch) throws InterruptedException {
    assertTrue(latch.await(LIMIT.toNanos(), TimeUnit.NANOSECONDS), "did not happen in " + LIMIT);
  }

  /** Like {@link #await}, for callbacks and tasks, where nothing may be thrown. */
  static void awaitQuietly(CountDownLatch latch) {
    try {
      await(latch);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Like {@link #await}, for what ignores interrupts. */
  static void awaitStubbornly(CountDownLatch latch) {
    long start = System.nanoTime();
    while (latch.getCount() > 0 && System.nanoTime() - start < LIMIT.toNanos()) {
      try {
        if (latch.await(1, TimeUnit.SECONDS)) {
          return;
        }
      } catch (InterruptedException ignored) {
        // That is what it is for.
      }
    }
  }

  /** Waits for what another thread hands over. */
  static <T> T value(CompletableFuture<T> future) {
    return future.orTimeout(LIMIT.toNanos(), TimeUnit.NANOSECONDS).join();
  }

  /** Waits until {@code condition} holds, and fails saying {@code what} did not happen. */
  static void until(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - start < LIMIT.toNanos(), "not within " + LIMIT + ": " + what);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
