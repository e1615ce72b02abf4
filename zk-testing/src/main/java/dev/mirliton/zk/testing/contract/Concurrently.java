package dev.mirliton.zk.testing.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.mirliton.zk.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Several threads of whichever world the caller is in at once, and waiting for them with a limit.
 */
final class Concurrently {
  /**
   * Longer than anything here takes on a slow machine. The limits of the JDK's own waits are of
   * real time in a simulation, too.
   */
  static final Duration REAL_LIMIT = Duration.ofSeconds(30);

  /** How much slower chance may make simulated threads. */
  private static final int SLOWNESS = 120;

  /** What a thread may take to end after it has done its work. */
  static final Duration GRACE = Duration.ofSeconds(2);

  private Concurrently() {}

  /**
   * Returns how long something may take that takes so long on a slow machine. In a simulation any
   * thread may be much slower still, and waiting for it costs nothing.
   */
  static Duration stretched(Duration time) {
    return isReal() ? time : time.multipliedBy(SLOWNESS);
  }

  private static boolean isReal() {
    return World.current() == World.Real.WORLD;
  }

  /** Returns a time limit for this world, longer than anything here takes. */
  static Duration limit() {
    return stretched(REAL_LIMIT);
  }

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

  /** Starts {@code act} on a platform or simulated thread of its own. */
  static FutureTask<Void> begin(Act act) {
    FutureTask<Void> task = task(act);
    World.current().startThread("contract", task);
    return task;
  }

  /** Starts {@code act} on a virtual or simulated thread of its own. */
  static FutureTask<Void> beginVirtual(Act act) {
    FutureTask<Void> task = task(act);
    if (isReal()) {
      Thread.ofVirtual().name("contract").start(task);
    } else {
      World.current().startThread("contract", task);
    }
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
      task.get(REAL_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw failed;
    } catch (TimeoutException late) {
      fail("still running after " + REAL_LIMIT);
    }
  }

  /** Waits for a latch, and fails when it stays shut. */
  static void await(CountDownLatch latch) throws InterruptedException {
    assertTrue(
        latch.await(REAL_LIMIT.toNanos(), TimeUnit.NANOSECONDS), "did not happen in " + REAL_LIMIT);
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
    World world = World.current();
    long start = world.nanoTime();
    while (latch.getCount() > 0 && world.nanoTime() - start < limit().toNanos()) {
      try {
        world.pause(1_000_000);
      } catch (InterruptedException ignored) {
        // That is what it is for.
      }
    }
  }

  /** Waits for what another thread hands over. */
  static <T> T value(CompletableFuture<T> future) {
    try {
      return future.get(REAL_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for a value", interrupted);
    } catch (ExecutionException | TimeoutException failure) {
      throw new AssertionError("no value", failure);
    }
  }

  /** Waits until {@code condition} holds, and fails saying {@code what} did not happen. */
  static void until(String what, BooleanSupplier condition) throws InterruptedException {
    World world = World.current();
    long start = world.nanoTime();
    while (!condition.getAsBoolean()) {
      assertTrue(
          world.nanoTime() - start < limit().toNanos(), "not within " + limit() + ": " + what);
      world.pause(1_000_000);
    }
  }
}
