package dev.mirliton.zk.it.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.simulation.SimulationPlan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same seeds are the same runs, whatever recipes do in them. */
class RecipeRepetitionTest {

  static List<RecipeScenario> scenarios() {
    return List.of(new LockScenario(), new LockOutageScenario(), new DiscoveryScenario());
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void sameSeedsAreTheSameRuns(RecipeScenario scenario) {
    assertEquals(hash(scenario), hash(scenario));
  }

  private static long hash(RecipeScenario scenario) {
    return SimulationPlan.standard()
        .seeds(5)
        .faultsWithin(Duration.ofSeconds(15))
        .run(simulation -> scenario.run(simulation, ZkClient::start))
        .hash();
  }
}
