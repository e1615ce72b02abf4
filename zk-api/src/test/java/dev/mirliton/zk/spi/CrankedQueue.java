package dev.mirliton.zk.spi;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A callback queue that runs what was added when a test turns it, on the test's thread. */
final class CrankedQueue implements CallbackQueue {
  private final ConcurrentLinkedQueue<Runnable> added = new ConcurrentLinkedQueue<>();
  private final AtomicInteger wakes = new AtomicInteger();
  private final Parking parking;
  private volatile boolean turning;

  CrankedQueue(Parking parking) {
    this.parking = parking;
  }

  /** Runs everything, also what is added meanwhile. Returns how many callbacks there were. */
  int turn() {
    turning = true;
    try {
      int ran = 0;
      for (Runnable next = added.poll(); next != null; next = added.poll()) {
        next.run();
        ran++;
      }
      return ran;
    } finally {
      turning = false;
    }
  }

  int wakes() {
    return wakes.get();
  }

  @Override
  public void add(Runnable callback) {
    added.add(callback);
  }

  @Override
  public void wake() {
    wakes.incrementAndGet();
  }

  @Override
  public boolean isCurrent() {
    return turning;
  }

  @Override
  public Parking parking() {
    return parking;
  }
}
