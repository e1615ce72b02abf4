package dev.mirliton.zk.testing;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a proxy does to the bytes of one direction, on all its connections. Set by the test, asked
 * by the threads that move bytes.
 */
final class Faults {
  private static final long NO_CUT = -1;

  /** How often a thread that holds bytes back looks whether it still should. */
  private static final long LOOK_NS = 1_000_000;

  /** What to do with some bytes. */
  enum Fate {
    /** Write them all. */
    PASS,
    /** Write as many as were granted, then cut the connection. */
    PASS_AND_CUT,
    /** Drop them in silence. */
    SWALLOW,
    /** Do nothing: the connection is gone. */
    GONE
  }

  /**
   * What to do with some bytes.
   *
   * @param bytes how many to write
   * @param torn whether to write them one by one
   */
  record Verdict(Fate fate, int bytes, boolean torn) {}

  private final World world = World.current();
  private final ReentrantLock lock = new ReentrantLock();
  // All guarded by lock.
  private boolean stalled;
  private boolean swallowing;
  private boolean tearing;
  private long delayNs;
  private long bytesUntilCut = NO_CUT;

  void stall() {
    set(() -> stalled = true);
  }

  void swallow() {
    set(() -> swallowing = true);
  }

  void tear() {
    set(() -> tearing = true);
  }

  void delay(Duration delay) {
    set(() -> delayNs = delay.toNanos());
  }

  void cutAfter(long bytes) {
    set(() -> bytesUntilCut = bytes);
  }

  void heal() {
    set(
        () -> {
          stalled = false;
          swallowing = false;
          tearing = false;
          delayNs = 0;
          bytesUntilCut = NO_CUT;
        });
  }

  private void set(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for as long as the bytes are held back, and says what becomes of them. */
  Verdict judge(int bytes, ProxyConnection connection) throws InterruptedException {
    lock.lock();
    try {
      hold(connection);
      if (connection.isClosed()) {
        return new Verdict(Fate.GONE, 0, false);
      }
      if (swallowing) {
        connection.markHoled();
        return new Verdict(Fate.SWALLOW, 0, false);
      }
      if (bytesUntilCut == NO_CUT || bytes < bytesUntilCut) {
        bytesUntilCut = bytesUntilCut == NO_CUT ? NO_CUT : bytesUntilCut - bytes;
        return new Verdict(Fate.PASS, bytes, tearing);
      }
      int granted = (int) bytesUntilCut;
      bytesUntilCut = NO_CUT;
      return new Verdict(Fate.PASS_AND_CUT, granted, tearing);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the end of a stream may be passed on: a hole in the net hides that, too. */
  void awaitOpen(ProxyConnection connection) throws InterruptedException {
    lock.lock();
    try {
      while ((stalled || swallowing) && !connection.isClosed()) {
        look(LOOK_NS);
      }
    } finally {
      lock.unlock();
    }
  }

  // Called with the lock held.
  private void hold(ProxyConnection connection) throws InterruptedException {
    long start = world.nanoTime();
    while (!connection.isClosed()) {
      long leftNs = delayNs - (world.nanoTime() - start);
      if (!stalled && leftNs <= 0) {
        return;
      }
      look(stalled ? LOOK_NS : Math.min(leftNs, LOOK_NS));
    }
  }

  // Called with the lock held, which others have meanwhile. A condition would not do: a simulated
  // thread waits for virtual time only.
  private void look(long afterNs) throws InterruptedException {
    lock.unlock();
    try {
      world.pause(afterNs);
    } finally {
      lock.lock();
    }
  }
}
