package dev.mirliton.zk.protocol.observe;

import dev.mirliton.zk.SlowCallback;
import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Parking;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A callback queue that knows how long each callback takes. The cost of a callback is two looks at
 * the clock and one small object; there is no timer: the client's own asks {@link #check} whether
 * one runs for too long, at least three times in a session timeout.
 */
final class TimedQueue implements CallbackQueue {
  private final CallbackQueue queue;
  private final Parking parking;
  private final SlowCallbackLog log;
  private final FlightRecorder recorder;
  private final Observation observation;
  private final String name;
  private final long limitNs;
  private final AtomicLong added = new AtomicLong();
  private final AtomicLong begun = new AtomicLong(); // one writer: the queue's thread

  // Written by the queue's thread in this order, and `running` cleared again at the end: whoever
  // finds the same callback running before and after a look at the others saw what belongs to it.
  private volatile @Nullable Thread thread;
  private final AtomicLong startNs = new AtomicLong();
  private final AtomicReference<@Nullable TimedCallback> running = new AtomicReference<>();

  private volatile @Nullable TimedCallback reported; // the last one that was, while it ran
  private long nextReportNs; // in the session's step only
  private @Nullable Begun<SlowCallback> recorded; // on the queue only

  TimedQueue(
      CallbackQueue queue,
      String name,
      Duration limit,
      FlightRecorder recorder,
      Observation observation) {
    this.queue = queue;
    this.parking = queue.parking();
    this.name = name;
    this.limitNs = limit.toNanos();
    this.recorder = recorder;
    this.observation = observation;
    this.log = new SlowCallbackLog(observation.client());
  }

  @Override
  public void add(Runnable callback) {
    added.incrementAndGet();
    queue.add(new TimedCallback(this, callback));
  }

  /** On the queue. */
  void begins(TimedCallback callback) {
    Thread current = Thread.currentThread();
    if (thread != current) {
      thread = current;
    }
    recorded = recorder.recordsCallbacks() ? recorder.callback(observation.client()) : null;
    begun.lazySet(begun.getPlain() + 1);
    startNs.lazySet(parking.nanoTime());
    running.lazySet(callback);
  }

  /** On the queue. */
  void ended(TimedCallback callback) {
    running.lazySet(null);
    long now = parking.nanoTime();
    long ranNs = now - startNs.getPlain();
    if (recorded != null) {
      recorded.end(() -> describe(callback, ranNs, false));
      recorded = null;
    }
    boolean known = reported == callback;
    if (known) {
      reported = null;
    }
    if (ranNs >= limitNs) {
      SlowCallback slow = describe(callback, ranNs, false);
      log.ended(slow, known, now);
      observation.slowCallback(slow);
      observation.wake();
    }
  }

  private SlowCallback describe(TimedCallback callback, long ranNs, boolean isRunning) {
    return new SlowCallback(
        name,
        callback.listener(),
        callback.subject(),
        Duration.ofNanos(ranNs),
        Math.max(0, added.get() - begun.get()),
        isRunning);
  }

  /** Reports the callback that runs, if it has run for too long. In the session's step. */
  void check(long nowNs) {
    TimedCallback callback = running.get();
    if (callback == null) {
      return;
    }
    long ranNs = nowNs - startNs.get();
    if (ranNs < limitNs || reported == callback && nowNs - nextReportNs < 0) {
      return;
    }
    Thread where = thread;
    StackTraceElement[] stack = where == null ? new StackTraceElement[0] : where.getStackTrace();
    SlowCallback slow = describe(callback, ranNs, true);
    if (running.get() != callback) {
      return; // it has just ended, and its thread is somewhere else
    }
    reported = callback;
    nextReportNs = nowNs + ranNs; // when it has run twice as long: never a flood
    log.stillRunning(slow, where == null ? "?" : where.getName(), stack);
    observation.slowCallback(slow);
  }

  @Override
  public void wake() {
    queue.wake();
  }

  @Override
  public boolean isCurrent() {
    return queue.isCurrent();
  }

  @Override
  public Parking parking() {
    return parking;
  }

  @Override
  public String toString() {
    return queue.toString();
  }
}
