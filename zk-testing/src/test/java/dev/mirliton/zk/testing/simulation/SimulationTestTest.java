package dev.mirliton.zk.testing.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import org.junit.jupiter.api.Test;

/** A whole client in a simulated world. */
class SimulationTestTest {

  @SimulationTest(seeds = 20, faults = FaultProfile.NONE)
  void aClientTalksToTheEnsemble(Simulation simulation) throws Exception {
    try (ZkClient client = ZkClient.connect(ZkOptions.to(simulation.hosts()).build())) {
      client.create("/a", "hello".getBytes(UTF_8));
      assertEquals("hello", new String(client.get("/a").data(), UTF_8));
    }
  }

  @SimulationTest(seeds = 200)
  void aClientComesBack(Simulation simulation) throws Exception {
    simulation.start(
        "worker",
        () -> {
          try (ZkClient client = ZkClient.start(ZkOptions.to(simulation.hosts()).build())) {
            for (int i = 0; i < 100; i++) {
              try {
                client.ensurePath("/a");
                client.set("/a", "hello".getBytes(UTF_8));
              } catch (dev.mirliton.zk.ZkException fine) {
                simulation.note("" + fine);
              }
              simulation.pause(java.time.Duration.ofMillis(200));
            }
          }
        });
    simulation.awaitQuiet();
  }

  @Test
  void speed() {
    SimulationPlan plan = SimulationPlan.standard().seeds(30).faults(FaultProfile.NONE);
    for (int round = 0; round < 5; round++) {
      long[] operations = new long[1];
      SimulationResult result =
          plan.run(
              simulation -> {
                for (int i = 0; i < 5; i++) {
                  int number = i;
                  simulation.start(
                      "worker-" + i,
                      () -> {
                        try (ZkClient client =
                            ZkClient.connect(ZkOptions.to(simulation.hosts()).build())) {
                          client.ensurePath("/a" + number);
                          for (int k = 0; k < 400; k++) {
                            if (k % 5 == 0) {
                              client.set("/a" + number, new byte[k]);
                            } else {
                              client.get("/a" + number);
                            }
                            operations[0]++;
                          }
                        }
                      });
                }
                simulation.awaitQuiet();
              });
      System.out.println(result + " operations " + operations[0]);
    }
  }
}
