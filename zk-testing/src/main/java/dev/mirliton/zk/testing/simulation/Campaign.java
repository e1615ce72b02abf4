package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.testing.trace.Shrinker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs one scenario with many seeds, and finds out all about the first one that fails. */
final class Campaign {
  private static final int SHRINKING_RUNS = 200;

  private final SimulationPlan plan;
  private final Scenario scenario;

  Campaign(SimulationPlan plan, Scenario scenario) {
    this.plan = plan;
    this.scenario = scenario;
  }

  SimulationResult run() {
    long start = System.nanoTime();
    Long only = Long.getLong("simulation.seed");
    long first = only != null ? only : plan.firstSeed();
    int count = only != null ? 1 : Integer.getInteger("simulation.seeds", plan.seeds());
    @Nullable String given = System.getProperty("simulation.faults");
    long steps = 0;
    long hash = 1;
    int done = 0;
    Duration simulated = Duration.ZERO;
    while (done < count && !isOver(start, done)) {
      long seed = first + done;
      List<Fault> schedule = given == null ? plan.schedule(seed) : Fault.parseAll(given);
      Run.Outcome outcome = run(seed, schedule, false);
      if (outcome.failure() != null) {
        throw explained(outcome, given == null && !plan.isScheduled());
      }
      done++;
      steps += outcome.steps();
      hash = Chance.mixed(hash * 31 + outcome.hash());
      simulated = simulated.plus(outcome.simulated());
    }
    return new SimulationResult(
        done, steps, simulated, Duration.ofNanos(System.nanoTime() - start), hash);
  }

  private boolean isOver(long start, int done) {
    Duration budget = plan.budget();
    return budget != null && done > 0 && System.nanoTime() - start > budget.toNanos();
  }

  private Run.Outcome run(long seed, List<Fault> schedule, boolean recording) {
    return new Run(plan, seed, scenario).execute(schedule, recording);
  }

  private SimulationFailedError explained(Run.Outcome failed, boolean shrink) {
    Throwable cause = Objects.requireNonNull(failed.failure());
    Run.Outcome again = run(failed.seed(), failed.schedule(), true);
    if (again.hash() != failed.hash()) {
      cause.addSuppressed(
          new IllegalStateException(
              "a second run of seed %d took another course (trace hash %016x, then %016x):"
                      .formatted(failed.seed(), failed.hash(), again.hash())
                  + " something in it depends on more than the seed"
                  + " (docs/errors.md#simulation)"));
      return FailureReport.of(plan, again.failure() == null ? failed : again, cause);
    }
    if (!shrink || failed.schedule().isEmpty()) {
      return FailureReport.of(plan, again, cause);
    }
    Shrinker.Result<Fault> smallest =
        Shrinker.shrink(
            failed.schedule(),
            schedule -> failsAlike(cause, run(failed.seed(), schedule, false).failure()),
            Campaign::simpler,
            new Shrinker.Budget(SHRINKING_RUNS));
    Run.Outcome shown = run(failed.seed(), smallest.schedule(), true);
    return FailureReport.of(plan, shown, Objects.requireNonNullElse(shown.failure(), cause));
  }

  /** The same kind of failure, thrown for the same reason as far as its class and place tell. */
  private static boolean failsAlike(Throwable one, @Nullable Throwable other) {
    return other != null
        && one.getClass() == other.getClass()
        && thrower(one).equals(thrower(other));
  }

  private static String thrower(Throwable failure) {
    for (StackTraceElement frame : failure.getStackTrace()) {
      String type = frame.getClassName();
      if (!type.startsWith("org.junit.") && !type.startsWith("java.")) {
        return type + "." + frame.getMethodName();
      }
    }
    return "";
  }

  /** The same fault for a shorter time. */
  private static List<Fault> simpler(Fault fault) {
    List<Fault> shorter = new ArrayList<>();
    for (int divisor : new int[] {10, 2}) {
      Duration lasts = fault.lasts().dividedBy(divisor);
      if (lasts.toMillis() > 10) {
        shorter.add(
            new Fault(
                fault.kind(),
                fault.at(),
                Duration.ofMillis(lasts.toMillis()),
                fault.first(),
                fault.second()));
      }
    }
    return shorter;
  }
}
