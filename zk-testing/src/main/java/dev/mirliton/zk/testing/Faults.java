package dev.mirliton.zk.testing;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a proxy does to the bytes of one direction, on all its connections. Set by the test, asked
 * by the threads that move bytes.
 */
final class Faults {
  private static final long NONE = -1;

  /** How often a thread that holds bytes back looks whether it still should. */
  private static final long LOOK_NS = 1_000_000;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** A throttled stream comes in so many pieces a second: it is slow, not late. */
  private static final int PIECES_PER_SECOND = 50;

  /** What to do with some bytes. */
  enum Fate {
    /** Write them all. */
    PASS,
    /** Write as many as were granted, then break the connection. */
    PASS_AND_BREAK,
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
   * @param how the connection breaks, if it does
   */
  record Verdict(Fate fate, int bytes, boolean torn, Break how) {}

  private final World world = World.current();
  private final Direction direction;
  private final ReentrantLock lock = new ReentrantLock();
  // All guarded by lock.
  private boolean stalled;
  private boolean swallowing;
  private boolean tearing;
  private long delayNs;
  private long jitterNs;
  private long bytesPerSecond = NONE;
  private long lineFreeNs; // when what was granted before has passed, at that rate
  private long bytesUntilBreak = NONE;
  private Break breaking = Break.CLOSE;
  private long passed;

  Faults(Direction direction) {
    this.direction = direction;
  }

  void stall() {
    set(() -> stalled = true);
  }

  void swallow() {
    set(() -> swallowing = true);
  }

  void tear() {
    set(() -> tearing = true);
  }

  void delay(Duration least, Duration jitter) {
    set(
        () -> {
          delayNs = least.toNanos();
          jitterNs = jitter.toNanos();
        });
  }

  void throttle(long rate) {
    set(
        () -> {
          bytesPerSecond = rate;
          lineFreeNs = world.nanoTime();
        });
  }

  void breakAfter(long bytes, Break how) {
    set(
        () -> {
          bytesUntilBreak = bytes;
          breaking = how;
        });
  }

  void heal() {
    set(
        () -> {
          stalled = false;
          swallowing = false;
          tearing = false;
          delayNs = 0;
          jitterNs = 0;
          bytesPerSecond = NONE;
          bytesUntilBreak = NONE;
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

  /** Returns how many bytes were passed on. */
  long passed() {
    lock.lock();
    try {
      return passed;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many bytes to read at once, at most. */
  int pieceBytes(int most) {
    lock.lock();
    try {
      return bytesPerSecond == NONE
          ? most
          : Math.clamp(bytesPerSecond / PIECES_PER_SECOND, 1, most);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for as long as the bytes are held back, and says what becomes of them. */
  Verdict judge(int bytes, SocketPair pair) throws InterruptedException {
    lock.lock();
    try {
      hold(bytes, pair);
      if (pair.isClosed()) {
        return new Verdict(Fate.GONE, 0, false, Break.CLOSE);
      }
      if (swallowing || pair.isDark(direction)) {
        pair.darken(direction);
        return new Verdict(Fate.SWALLOW, 0, false, Break.CLOSE);
      }
      int granted = bytes;
      Fate fate = Fate.PASS;
      if (bytesUntilBreak != NONE && bytes >= bytesUntilBreak) {
        granted = (int) bytesUntilBreak;
        fate = Fate.PASS_AND_BREAK;
        bytesUntilBreak = NONE;
      } else if (bytesUntilBreak != NONE) {
        bytesUntilBreak -= bytes;
      }
      passed += granted;
      return new Verdict(fate, granted, tearing, breaking);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the end of a stream may be passed on: a hole in the net hides that, too. */
  void awaitOpen(SocketPair pair) throws InterruptedException {
    lock.lock();
    try {
      while ((stalled || swallowing || pair.isSilent()) && !pair.isClosed()) {
        look(LOOK_NS);
      }
    } finally {
      lock.unlock();
    }
  }

  // Called with the lock held.
  private void hold(int bytes, SocketPair pair) throws InterruptedException {
    long start = world.nanoTime();
    double share = jitterNs == 0 ? 0 : world.random().nextDouble();
    if (bytesPerSecond != NONE) {
      lineFreeNs = Math.max(start, lineFreeNs) + bytes * NANOS_PER_SECOND / bytesPerSecond;
    }
    while (!pair.isClosed()) {
      long nowNs = world.nanoTime();
      long leftNs = delayNs + (long) (jitterNs * share) - (nowNs - start);
      if (bytesPerSecond != NONE) {
        leftNs = Math.max(leftNs, lineFreeNs - nowNs);
      }
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
