package dev.mirliton.zk.it.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.simulation.FaultProfile;
import dev.mirliton.zk.testing.simulation.Scenario;
import dev.mirliton.zk.testing.simulation.SimulationPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The client keeps its promises, whatever happens. {@code -Dsimulation.seeds=100000} tries so many
 * worlds of each size.
 */
class ClientSimulationTest {
  private static final Scenario TORTURE =
      simulation -> new ClientTorture(ZkClient::start).run(simulation);

  @ParameterizedTest
  @CsvSource({"1, 120", "3, 220", "5, 60"})
  void everyPromiseIsKept(int servers, int seeds) {
    Disasters.with(servers).seeds(seeds).run(TORTURE);
  }

  @Test
  void lateAnswerIsNoNewLife() {
    Disasters.with(3)
        .faults(FaultProfile.NONE)
        .seeds(40)
        .run(simulation -> new LateAnswers(ZkClient::start).run(simulation));
  }

  @Test
  void whatWasNotSentIsSentInItsOrder() {
    Disasters.with(1)
        .faults(FaultProfile.NONE)
        .seeds(10)
        .run(simulation -> new FullPipe(ZkClient::start).run(simulation));
  }

  @Test
  void theSameSeedsAreTheSameRuns() {
    SimulationPlan plan = Disasters.with(3).firstSeed(1_000).seeds(5);

    long hash = plan.run(TORTURE).hash();

    assertEquals(hash, plan.run(TORTURE).hash());
    assertNotEquals(hash, plan.firstSeed(2_000).run(TORTURE).hash());
  }
}
