package dev.mirliton.zk.handler.nio;

import dev.mirliton.zk.Registration;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One-shot timers, ordered by when they are due. Knows no clock: the time is given, in nanoseconds
 * of {@link System#nanoTime()}.
 *
 * <p>Any thread adds and cancels; the loop runs what is due.
 */
final class TimerQueue {
  private static final Logger LOG = LoggerFactory.getLogger(TimerQueue.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final TreeSet<Timer> timers = new TreeSet<>(); // Guarded by lock.
  private long added; // Guarded by lock.
  private boolean closed; // Guarded by lock.

  /** A task and its time; equal times go in the order they were added. */
  private final class Timer implements Registration, Comparable<Timer> {
    private final long due;
    private final long number;
    private final Runnable task;

    Timer(long due, long number, Runnable task) {
      this.due = due;
      this.number = number;
      this.task = task;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        timers.remove(this);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public int compareTo(Timer other) {
      // A difference, not a comparison: this clock may overflow.
      long later = due - other.due;
      return later != 0 ? Long.signum(later) : Long.compare(number, other.number);
    }
  }

  /**
   * Adds a task.
   *
   * @param due not further from now than {@link Long#MAX_VALUE} / 2, so that times can be compared
   * @throws IllegalStateException if the queue is closed
   */
  Registration add(long due, Runnable task) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the handler is closed");
      }
      Timer timer = new Timer(due, added++, task);
      timers.add(timer);
      return timer;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how long until the first is due, zero or less if it is; for ever if there is none. */
  long nanosLeft(long now) {
    lock.lock();
    try {
      return timers.isEmpty() ? Long.MAX_VALUE : timers.first().due - now;
    } finally {
      lock.unlock();
    }
  }

  /** Runs what is due. A task that throws is reported, and the next one runs. */
  void runDue(long now) {
    for (Timer timer = takeDue(now); timer != null; timer = takeDue(now)) {
      try {
        timer.task.run();
      } catch (RuntimeException | Error failure) {
        LOG.error("a timer's task threw: {}", timer.task, failure);
      }
    }
  }

  private @Nullable Timer takeDue(long now) {
    lock.lock();
    try {
      return timers.isEmpty() || timers.first().due - now > 0 ? null : timers.pollFirst();
    } finally {
      lock.unlock();
    }
  }

  /** Drops every timer and takes no more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      timers.clear();
    } finally {
      lock.unlock();
    }
  }
}
