package dev.mirliton.zk.testing.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.testing.World;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Work that ignores interrupts and does not end until it is released. */
final class Stuck implements Runnable, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /** What closing may take beyond the patience: a second or two by right, and a slow machine. */
  private static final Duration BOUND = Duration.ofSeconds(6);

  private final CompletableFuture<Thread> begun = new CompletableFuture<>();
  private final CountDownLatch released = new CountDownLatch(1);

  /** Returns what handlers are given before they interrupt. */
  static Duration patience() {
    return Concurrently.stretched(PATIENCE);
  }

  @Override
  public void run() {
    begun.complete(Thread.currentThread());
    Concurrently.awaitStubbornly(released);
  }

  /** Waits until this runs, and returns on which thread. */
  Thread awaitBegun() {
    return Concurrently.value(begun);
  }

  void release() {
    released.countDown();
  }

  /** Closes a handler on which this runs, and fails when that takes too long. */
  void assertClosesInTime(Handler handler) throws Exception {
    World world = World.current();
    long start = world.nanoTime();
    var closing = Concurrently.begin(handler::close);
    Concurrently.end(closing);
    Duration took = Duration.ofNanos(world.nanoTime() - start);
    Duration bound = Concurrently.stretched(PATIENCE.plus(BOUND));
    assertTrue(took.compareTo(bound) < 0, () -> "close took " + took);
    assertTrue(released.getCount() > 0, "it was not stuck");
  }

  @Override
  public void close() {
    release();
  }
}
