package dev.mirliton.zk.it.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.mirliton.zk.ZkClient;
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
  @ParameterizedTest
  @CsvSource({"TORTURE_OF_ONE, 120", "TORTURE_OF_THREE, 220", "TORTURE_OF_FIVE, 60"})
  void everyPromiseIsKept(ClientTrial trial, int seeds) {
    survives(trial, seeds);
  }

  @Test
  void lateAnswerIsNoNewLife() {
    survives(ClientTrial.LATE_ANSWERS, 60);
  }

  @Test
  void whatWasNotSentIsSentInItsOrder() {
    survives(ClientTrial.FULL_PIPE, 20);
  }

  @Test
  void whatABrokenConnectionDidNotTellIsTold() {
    survives(ClientTrial.BROKEN_OFF, 200);
  }

  @Test
  void refusalAtTheDoorIsOfItsRequestOnly() {
    survives(ClientTrial.REFUSED_AT_THE_DOOR, 200);
  }

  @Test
  void lateBytesAreNobodys() {
    survives(ClientTrial.LATE_BYTES, 200);
  }

  private static void survives(ClientTrial trial, int seeds) {
    trial.plan().seeds(seeds).run(trial.scenario(ZkClient::start));
  }

  @Test
  void theSameSeedsAreTheSameRuns() {
    SimulationPlan plan = ClientTrial.TORTURE_OF_THREE.plan().firstSeed(1_000).seeds(5);
    Scenario torture = ClientTrial.TORTURE_OF_THREE.scenario(ZkClient::start);

    long hash = plan.run(torture).hash();

    assertEquals(hash, plan.run(torture).hash());
    assertNotEquals(hash, plan.firstSeed(2_000).run(torture).hash());
  }
}
