package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.simulation.FaultProfile;
import dev.mirliton.zk.testing.simulation.Simulation;
import dev.mirliton.zk.testing.simulation.SimulationPlan;
import dev.mirliton.zk.testing.simulation.SimulationResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * How fast a simulation of five clients and three servers is: not a test, and not run with them.
 * {@code mvn -B -pl zk-it -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=SimulationFigures
 * test}; the figures are in {@code zk-it/target/surefire-reports}.
 */
class SimulationFigures {
  private static final int CLIENTS = 5;
  private static final int OPERATIONS = 400;
  private static final int WARM_UP = 3;
  private static final int ROUNDS = 5;

  private long operations;

  @Test
  void busyClients() {
    measure("busy, no faults", FaultProfile.NONE, Duration.ZERO);
  }

  @Test
  void ordinaryClientsInDisasters() {
    measure("an operation each 100 ms, all faults", FaultProfile.ALL, Duration.ofMillis(100));
  }

  private void measure(String what, FaultProfile faults, Duration pause) {
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      operations = 0;
      SimulationResult result =
          SimulationPlan.standard()
              .seeds(50)
              .faults(faults)
              .run(simulation -> scenario(simulation, pause));
      double seconds = result.took().toNanos() / 1e9;
      if (round >= 0) {
        System.out.printf(
            "%s: %.0f operations/s, %.0f simulated s per s, %.0f seeds/s, %s%n",
            what,
            operations / seconds,
            result.simulated().toSeconds() / seconds,
            result.seeds() / seconds,
            result);
      }
    }
  }

  private void scenario(Simulation simulation, Duration pause) throws InterruptedException {
    for (int i = 0; i < CLIENTS; i++) {
      String path = "/client-" + i;
      simulation.start("client-" + i, () -> work(simulation, path, pause));
    }
    simulation.awaitQuiet();
  }

  private void work(Simulation simulation, String path, Duration pause)
      throws InterruptedException {
    try (ZkClient client = ZkClient.start(ZkOptions.to(simulation.hosts()).build())) {
      for (int i = 0; i < OPERATIONS; i++) {
        try {
          if (i % 5 == 0) {
            client.ensurePath(path);
            client.set(path, new byte[i]);
          } else {
            client.exists(path);
          }
          operations++;
        } catch (dev.mirliton.zk.ZkException lost) {
          simulation.note("" + lost.getMessage());
        }
        simulation.pause(pause);
      }
    }
  }
}
