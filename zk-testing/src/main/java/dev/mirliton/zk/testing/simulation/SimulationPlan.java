package dev.mirliton.zk.testing.simulation;

import java.time.Duration;

/**
 * What kind of worlds a scenario is tried in, and how many. Immutable; each method returns a
 * changed copy.
 *
 * @since 0.1
 */
public final class SimulationPlan {
  /** What JVM can do better than passing a turn among platform threads is found out once. */
  private static final Coroutine.Kind BEST = best();

  private final Settings settings;

  private record Settings(
      long firstSeed,
      int seeds,
      int servers,
      FaultProfile faults,
      Duration faultsWithin,
      Duration timeLimit,
      double tears,
      Coroutine.Kind coroutines) {}

  private SimulationPlan(Settings settings) {
    this.settings = settings;
  }

  private static Coroutine.Kind best() {
    Coroutine.Kind carried = CarriedCoroutine.kind();
    return carried == null ? TurnCoroutine.kind() : carried;
  }

  /** Returns the plan to begin with: 100 seeds from 1, three servers, all faults within 30 s. */
  public static SimulationPlan standard() {
    return new SimulationPlan(
        new Settings(
            1, 100, 3, FaultProfile.ALL, Duration.ofSeconds(30), Duration.ofHours(1), 0.05, BEST));
  }

  int servers() {
    return settings.servers;
  }

  FaultProfile faults() {
    return settings.faults;
  }

  Duration faultsWithin() {
    return settings.faultsWithin;
  }

  Duration timeLimit() {
    return settings.timeLimit;
  }

  double tears() {
    return settings.tears;
  }

  Coroutine.Kind coroutines() {
    return settings.coroutines;
  }

  /** Every other seed walks at random, the others favour what is rare. */
  Scheduling.Kind scheduling(long seed) {
    return seed % 2 == 0 ? PriorityScheduling::new : RandomWalk::new;
  }
}
