package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.testing.trace.TraceEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One run of a scenario, from a seed and a schedule to its outcome. */
final class Run {
  private final SimulationPlan plan;
  private final long seed;
  private final Scenario scenario;

  /**
   * What became of a run.
   *
   * @param hash of its trace: equal runs share it
   * @param schedule the faults it was given
   * @param words what each of these was in this run
   * @param failure why it failed; null if it did not
   * @param events what happened, if that was kept
   */
  record Outcome(
      long seed,
      long hash,
      long steps,
      Duration simulated,
      List<Fault> schedule,
      List<String> words,
      @Nullable Throwable failure,
      List<TraceEvent> events) {}

  Run(SimulationPlan plan, long seed, Scenario scenario) {
    this.plan = plan;
    this.seed = seed;
    this.scenario = scenario;
  }

  /** Runs it with these faults, on a platform thread. */
  Outcome execute(List<Fault> schedule, boolean recording) {
    if (!Thread.currentThread().isVirtual()) {
      return executeHere(schedule, recording);
    }
    AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
    Thread carrier =
        Thread.ofPlatform()
            .name("simulation")
            .start(() -> outcome.set(executeHere(schedule, recording)));
    boolean interrupted = false;
    while (carrier.isAlive()) {
      try {
        carrier.join();
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Outcome known = outcome.get();
    if (known == null) {
      throw new IllegalStateException("a run ended without an outcome");
    }
    return known;
  }

  private Outcome executeHere(List<Fault> schedule, boolean recording) {
    Trace trace = new Trace(recording);
    Kernel kernel = new Kernel(seed, plan.coroutines(), plan.scheduling(seed), trace);
    Network network = new Network(kernel);
    Simulation simulation = new Simulation(kernel, network, seed, plan.servers(), plan.ensemble());
    Strand first =
        kernel.strand(
            simulation.test().life(),
            "scenario",
            () -> {
              simulation.faults().expect(schedule);
              try {
                scenario.run(simulation);
              } catch (Exception failure) {
                kernel.fail(failure);
              }
            });
    try {
      kernel.play(first, plan.timeLimit());
    } finally {
      kernel.end();
    }
    return new Outcome(
        seed,
        trace.hash(),
        kernel.steps(),
        Duration.ofNanos(kernel.nowNs()),
        schedule,
        schedule.stream().map(simulation.faults()::words).toList(),
        kernel.failure(),
        trace.events());
  }
}
