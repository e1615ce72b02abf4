package dev.mirliton.zk.spi;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A parking that never blocks: each park does the next step of a script, or lets the time pass that
 * was asked for. Used by one thread.
 */
final class ScriptedParking implements Parking {
  private final Deque<Runnable> script = new ArrayDeque<>();
  private final List<Thread> unparked = new ArrayList<>();
  private long now;
  private int parks;

  ScriptedParking(long now) {
    this.now = now;
  }

  /** The next park that has no step yet does {@code step} and returns. */
  ScriptedParking then(Runnable step) {
    script.add(step);
    return this;
  }

  void pass(long nanos) {
    now += nanos;
  }

  int parks() {
    return parks;
  }

  List<Thread> unparked() {
    return unparked;
  }

  @Override
  public void park(Object blocker, long nanos) {
    parks++;
    Runnable step = script.poll();
    if (step != null) {
      step.run();
    } else if (nanos == Long.MAX_VALUE) {
      throw new AssertionError("parked for ever, and nobody is left to wake " + blocker);
    } else {
      now += nanos;
    }
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void unpark(Thread thread) {
    unparked.add(thread);
  }
}
