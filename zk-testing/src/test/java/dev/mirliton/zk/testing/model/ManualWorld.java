package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A world whose time the test moves. It begins at a full hour. */
final class ManualWorld implements ModelWorld {
  private final SplittableRandom random = new SplittableRandom(7);
  private final List<Alarm> alarms = new ArrayList<>();
  private long nowMs = 1_700_002_800_000L;

  private record Alarm(long atMs, String what, Runnable task) {}

  /** Lets time pass, and runs what is due on the way, in order. */
  void advance(Duration time) {
    long end = nowMs + time.toMillis();
    for (Optional<Alarm> next = next(end); next.isPresent(); next = next(end)) {
      Alarm due = next.get();
      alarms.remove(due);
      nowMs = Math.max(nowMs, due.atMs);
      due.task.run();
    }
    nowMs = end;
  }

  private Optional<Alarm> next(long end) {
    return alarms.stream()
        .filter(alarm -> alarm.atMs <= end)
        .min(Comparator.comparingLong(Alarm::atMs));
  }

  @Override
  public long nowMillis() {
    return nowMs;
  }

  @Override
  public Registration schedule(Duration delay, String what, Runnable task) {
    Alarm alarm = new Alarm(nowMs + delay.toMillis(), what, task);
    alarms.add(alarm);
    return () -> alarms.removeIf(each -> each == alarm);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }
}
