package dev.mirliton.zk.it.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.mirliton.zk.testing.simulation.SimulationFailedError;
import dev.mirliton.zk.testing.simulation.SimulationPlan;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bug that is planted in a recipe is found, and what we wrote survives where it is. */
class RecipeMutantsTest {
  private static final int SEEDS = 300;
  private static final long NONE = 0;

  /** All that names a recipe, or is private to what does. */
  private static final List<Class<?>> SCENARIO =
      List.of(
          RecipePulse.class,
          LockTenure.class,
          LockBook.class,
          LockTerms.class,
          LockHolding.class,
          LockWorker.class,
          LockLife.class,
          LockScenario.class);

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
    long seed = firstToFail(mutant.plant(), 1, SEEDS);

    assertNotEquals(NONE, seed, () -> "no seed finds that: " + mutant.wrong());
    assertEquals(NONE, firstToFail(Mutants.none().plant(), seed, 1));
  }

  private static long firstToFail(MutantClasses planted, long first, int count)
      throws ReflectiveOperationException {
    SCENARIO.forEach(type -> planted.load(type.getName()));
    RecipeScenario scenario =
        assertInstanceOf(
            RecipeScenario.class,
            planted.load(LockScenario.class.getName()).getConstructor().newInstance());
    AtomicLong found = new AtomicLong(NONE);
    try {
      SimulationPlan.standard()
          .firstSeed(first)
          .seeds(count)
          .faultsWithin(Duration.ofSeconds(15))
          .run(
              simulation -> {
                if (found.get() == NONE) {
                  try {
                    scenario.run(simulation, planted::start);
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
