package dev.mirliton.zk.it.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.mirliton.zk.testing.simulation.FaultProfile;
import dev.mirliton.zk.testing.simulation.Scenario;
import dev.mirliton.zk.testing.simulation.SimulationFailedError;
import dev.mirliton.zk.testing.simulation.SimulationPlan;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bug that is planted in a recipe is found, and what we wrote survives where it is. */
class RecipeMutantsTest {
  private static final int SEEDS = 300;
  private static final long NONE = 0;

  /** What shows only where all servers are gone for long; the rest shows in the midst of work. */
  private static final Set<String> FOUND_BY_OUTAGE = Set.of("owner-not-compared");

  /** All that names a recipe, or is private to what does. */
  private static final List<Class<?>> SCENARIOS =
      List.of(
          RecipePulse.class,
          LockTenure.class,
          LockBook.class,
          LockTerms.class,
          LockThief.class,
          LockHolding.class,
          LockWorker.class,
          LockLife.class,
          LockScenario.class,
          LockOutageScenario.class);

  static List<Mutant> mutants() {
    return Mutants.all().stream()
        .filter(
            mutant ->
                mutant.edits().stream().allMatch(edit -> edit.file().module().equals("zk-recipes")))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void mutantIsFound(Mutant mutant) throws Exception {
    Trial trial = FOUND_BY_OUTAGE.contains(mutant.name()) ? Trial.OUTAGE : Trial.EVERYTHING;
    long seed = trial.firstToFail(mutant.plant(), 1, SEEDS);

    assertNotEquals(NONE, seed, () -> "no seed finds that: " + mutant.wrong());
    assertEquals(NONE, trial.firstToFail(Mutants.none().plant(), seed, 1));
  }

  /** A scenario, and what fails in it besides. */
  record Trial(Class<? extends RecipeScenario> type, int servers, FaultProfile faults) {
    static final Trial EVERYTHING = new Trial(LockScenario.class, 3, FaultProfile.ALL);
    static final Trial OUTAGE = new Trial(LockOutageScenario.class, 1, FaultProfile.NONE);

    long firstToFail(MutantClasses planted, long first, int count)
        throws ReflectiveOperationException {
      SCENARIOS.forEach(each -> planted.load(each.getName()));
      RecipeScenario scenario =
          assertInstanceOf(
              RecipeScenario.class, planted.load(type.getName()).getConstructor().newInstance());
      return RecipeMutantsTest.firstToFail(
          SimulationPlan.standard()
              .firstSeed(first)
              .seeds(count)
              .servers(servers)
              .faults(faults)
              .faultsWithin(Duration.ofSeconds(15)),
          simulation -> scenario.run(simulation, planted::start));
    }
  }

  private static long firstToFail(SimulationPlan plan, Scenario scenario) {
    AtomicLong found = new AtomicLong(NONE);
    try {
      plan.run(
          simulation -> {
            if (found.get() == NONE) {
              try {
                scenario.run(simulation);
              } catch (AssertionError broken) {
                found.set(simulation.seed()); // enough: nobody reads a mutant's report
              }
            }
          });
      return found.get();
    } catch (SimulationFailedError stuck) {
      return stuck.seed();
    }
  }
}
