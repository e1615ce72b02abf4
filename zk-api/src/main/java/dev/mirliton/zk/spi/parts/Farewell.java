package dev.mirliton.zk.spi.parts;

import dev.mirliton.zk.spi.Parking;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for threads to end, but not for ever: after a patience they are interrupted, and a second
 * later given up, with an error in the log that shows where each of them is. A part that handlers
 * may be built from.
 *
 * <p>Thread-safe. Many may wait at once; they share one patience, and what happens at its end
 * happens once.
 *
 * @since 0.1
 */
public final class Farewell {
  private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);
  private static final long NANOS_AFTER_INTERRUPT = 1_000_000_000;
  private static final long POLL_NANOS = 1_000_000;

  private final String name;
  private final long patienceNanos;
  private final Parking parking;
  private final ReentrantLock lock = new ReentrantLock();
  private Stage stage = Stage.IDLE; // Guarded by lock.
  private long nextStageNanos; // Guarded by lock.

  private enum Stage {
    IDLE,
    PATIENT,
    HURRIED,
    GIVEN_UP
  }

  /** Whom a farewell is for. Called under its lock. */
  @FunctionalInterface
  public interface Threads {

    /** Returns those that have not ended. */
    List<Thread> left();

    /**
     * Called once, when patience is over and before the threads are interrupted.
     *
     * @implSpec does nothing
     */
    default void hurry() {}

    /**
     * Called once, when those that are left were given up.
     *
     * @implSpec does nothing
     */
    default void abandon() {}
  }

  /** A link in the causal chain of a log line: the stack of a thread that does not end. */
  private static final class Whereabouts extends Exception {
    private static final long serialVersionUID = 1L;

    Whereabouts(Thread thread) {
      super(thread.getName() + " is here", null, false, true);
      setStackTrace(thread.getStackTrace());
    }
  }

  /**
   * Creates one that has not begun.
   *
   * @param name the handler's, for log lines
   * @param patience how long before the threads are interrupted
   * @param parking of the handler
   */
  public Farewell(String name, Duration patience, Parking parking) {
    this.name = name;
    this.parking = parking;
    patienceNanos = (patience.compareTo(LONGEST) < 0 ? patience : LONGEST).toNanos();
  }

  /** Begins to count the patience, if it has not begun. */
  public void begin() {
    lock.lock();
    try {
      if (stage == Stage.IDLE) {
        stage = Stage.PATIENT;
        nextStageNanos = parking.nanoTime() + patienceNanos;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns when none of {@code threads} is left, or when they are given up, now or before. An
   * interrupt does not end it; the flag stays set.
   */
  public void await(Threads threads) {
    begin();
    boolean interrupted = false;
    while (!isOver(threads)) {
      interrupted |= Thread.interrupted();
      parking.park(this, POLL_NANOS); // Polls: closing is rare, and many may wait.
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isOver(Threads threads) {
    lock.lock();
    try {
      List<Thread> left = threads.left();
      if (left.isEmpty() || stage == Stage.GIVEN_UP) {
        return true;
      }
      long now = parking.nanoTime();
      if (now - nextStageNanos >= 0) {
        if (stage == Stage.PATIENT) {
          stage = Stage.HURRIED;
          nextStageNanos = now + NANOS_AFTER_INTERRUPT;
          threads.hurry();
          left.forEach(Thread::interrupt);
        } else {
          stage = Stage.GIVEN_UP;
          left.forEach(this::report);
          threads.abandon();
        }
      }
      return stage == Stage.GIVEN_UP;
    } finally {
      lock.unlock();
    }
  }

  private void report(Thread thread) {
    LOG.error(
        "handler {} is closed, but thread {} still runs after {} and an interrupt;"
            + " it is left to itself (docs/errors.md#stuck-callback)",
        name,
        thread.getName(),
        Duration.ofNanos(patienceNanos),
        new Whereabouts(thread));
  }
}
