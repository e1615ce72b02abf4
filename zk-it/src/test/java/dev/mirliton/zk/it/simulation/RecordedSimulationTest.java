package dev.mirliton.zk.it.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.simulation.Scenario;
import dev.mirliton.zk.testing.simulation.SimulationPlan;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;

/** Whoever records a simulation changes nothing in it. */
class RecordedSimulationTest {

  @Test
  void recordedRunIsTheSameRun() {
    SimulationPlan plan = ClientTrial.TORTURE_OF_ONE.plan().firstSeed(1_000).seeds(5);
    Scenario torture = ClientTrial.TORTURE_OF_ONE.scenario(ZkClient::start);
    long hash = plan.run(torture).hash();

    long recorded;
    try (Recording recording = new Recording()) {
      for (String kind : List.of("Request", "Reconnect", "Session", "Watch", "SlowCallback")) {
        recording.enable("dev.mirliton.zk." + kind).withThreshold(Duration.ZERO);
      }
      recording.start();
      recorded = plan.run(torture).hash();
    }

    assertEquals(hash, recorded);
  }
}
