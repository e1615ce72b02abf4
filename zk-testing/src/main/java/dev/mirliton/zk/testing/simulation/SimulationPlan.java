package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.testing.model.ModelOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What kind of worlds a scenario is tried in, and how many. Each method returns a changed copy.
 *
 * {@snippet :
 * SimulationPlan.standard().seeds(1000).faults(FaultProfile.NETWORK).run(simulation -> {
 *   simulation.start("worker", () -> work(simulation.hosts()));
 *   simulation.awaitQuiet();
 * });
 * }
 *
 * <p>System properties come before what a plan says: {@code simulation.seed} runs that seed alone,
 * {@code simulation.seeds} another number of them, {@code simulation.faults} a schedule of its own.
 *
 * @since 0.1
 */
public final class SimulationPlan {
  /** What the JVM can do better than passing a turn among platform threads is found out once. */
  private static final Coroutine.Kind BEST = best();

  private String name = "simulation";
  private long firstSeed = 1;
  private int seeds = 100;
  private int servers = 3;
  private ModelOptions ensemble = ModelOptions.DEFAULT.withTick(Duration.ofMillis(500));
  private FaultProfile faults = FaultProfile.ALL;
  private @Nullable List<Fault> schedule;
  private Duration faultsWithin = Duration.ofSeconds(30);
  private Duration timeLimit = Duration.ofHours(1);
  private @Nullable Duration budget;
  private Path reports = Path.of("target", "simulation");
  private String command = "the same test with";
  private boolean shrinking = true;
  private Coroutine.Kind coroutines = BEST;

  private SimulationPlan() {}

  private SimulationPlan(SimulationPlan other) {
    name = other.name;
    firstSeed = other.firstSeed;
    seeds = other.seeds;
    servers = other.servers;
    ensemble = other.ensemble;
    faults = other.faults;
    schedule = other.schedule;
    faultsWithin = other.faultsWithin;
    timeLimit = other.timeLimit;
    budget = other.budget;
    reports = other.reports;
    command = other.command;
    shrinking = other.shrinking;
    coroutines = other.coroutines;
  }

  private static Coroutine.Kind best() {
    Coroutine.Kind carried = CarriedCoroutine.kind();
    return carried == null ? TurnCoroutine.kind() : carried;
  }

  /** Returns the plan to begin with: 100 seeds from 1, three servers, all kinds of faults. */
  public static SimulationPlan standard() {
    return new SimulationPlan();
  }

  // ---- How to change it

  private SimulationPlan but(Consumer<SimulationPlan> change) {
    SimulationPlan copy = new SimulationPlan(this);
    change.accept(copy);
    return copy;
  }

  /**
   * Gives it a name: what reports are called.
   *
   * @param name letters, digits, dots and dashes
   */
  public SimulationPlan name(String name) {
    return but(copy -> copy.name = name);
  }

  /** Runs so many seeds, 100 by default: a second or two. */
  public SimulationPlan seeds(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("seeds must be positive but was " + count);
    }
    return but(copy -> copy.seeds = count);
  }

  /** Begins with that seed, 1 by default; the others follow it. */
  public SimulationPlan firstSeed(long seed) {
    return but(copy -> copy.firstSeed = seed);
  }

  /**
   * Gives the ensemble so many servers, 3 by default.
   *
   * @param count 0 to 7; 0 is for code that needs no ensemble
   */
  public SimulationPlan servers(int count) {
    if (count < 0 || count > 7) {
      throw new IllegalArgumentException("servers must be 0 to 7 but was " + count);
    }
    return but(copy -> copy.servers = count);
  }

  /**
   * Configures the ensemble; by default its tick is 500 ms, so that sessions last from 1 s to 10 s.
   */
  public SimulationPlan ensemble(ModelOptions options) {
    return but(copy -> copy.ensemble = options);
  }

  /** Lets things of that kind go wrong, {@link FaultProfile#ALL} by default. */
  public SimulationPlan faults(FaultProfile profile) {
    return but(
        copy -> {
          copy.faults = profile;
          copy.schedule = null;
        });
  }

  /**
   * Lets just that go wrong, in the run of every seed: to keep a failure that was found as a test.
   *
   * @param schedule as {@link SimulationFailedError#schedule} returns it, or {@link Fault#parseAll}
   */
  public SimulationPlan faults(List<Fault> schedule) {
    return but(copy -> copy.schedule = List.copyOf(schedule));
  }

  /** Has all faults begin so soon, within 30 s of virtual time by default. */
  public SimulationPlan faultsWithin(Duration time) {
    return but(copy -> copy.faultsWithin = time);
  }

  /**
   * Fails a run that has not ended after so much virtual time, an hour by default: long after every
   * deadline and session timeout that is usual.
   */
  public SimulationPlan timeLimit(Duration limit) {
    return but(copy -> copy.timeLimit = limit);
  }

  /** Begins no further seed after so much real time; without limit by default. */
  public SimulationPlan budget(Duration realTime) {
    return but(copy -> copy.budget = realTime);
  }

  /** Writes reports of failures to that folder, {@code target/simulation} by default. */
  public SimulationPlan reports(Path folder) {
    return but(copy -> copy.reports = folder);
  }

  /**
   * Says how this simulation is run; a failure shows it with the seed behind.
   *
   * @param command {@code mvn test -Dtest=MyTest}
   */
  public SimulationPlan command(String command) {
    return but(copy -> copy.command = command);
  }

  /**
   * Reports a failure with the faults that led to it, and does not look for fewer of them: for
   * those who expect failures, and want many.
   */
  public SimulationPlan unshrunk() {
    return but(copy -> copy.shrinking = false);
  }

  /** Uses one kind of thread, for tests of the simulation itself. */
  SimulationPlan coroutines(Coroutine.Kind kind) {
    return but(copy -> copy.coroutines = kind);
  }

  // ---- How to use it

  /**
   * Tries a scenario in one world for each seed, one after the other.
   *
   * @return how much was tried
   * @throws SimulationFailedError if a seed failed, with all that is known about it
   */
  public SimulationResult run(Scenario scenario) {
    return new Campaign(this, scenario).run();
  }

  // ---- What it says

  String name() {
    return name;
  }

  long firstSeed() {
    return firstSeed;
  }

  int seeds() {
    return seeds;
  }

  int servers() {
    return servers;
  }

  ModelOptions ensemble() {
    return ensemble;
  }

  FaultProfile faults() {
    return faults;
  }

  Duration faultsWithin() {
    return faultsWithin;
  }

  Duration timeLimit() {
    return timeLimit;
  }

  @Nullable Duration budget() {
    return budget;
  }

  Path reports() {
    return reports;
  }

  String command() {
    return command;
  }

  boolean isShrinking() {
    return shrinking;
  }

  Coroutine.Kind coroutines() {
    return coroutines;
  }

  /** Every other seed walks at random, the others favour what is rare. */
  Scheduling.Kind scheduling(long seed) {
    return seed % 2 == 0 ? PriorityScheduling::new : RandomWalk::new;
  }

  /** Whether somebody said what is to go wrong, fault by fault. */
  boolean isScheduled() {
    return schedule != null;
  }

  /** Returns the faults that a seed brings. */
  List<Fault> schedule(long seed) {
    List<Fault> given = schedule;
    return given != null ? given : faults.draw(seed, faultsWithin, servers);
  }
}
