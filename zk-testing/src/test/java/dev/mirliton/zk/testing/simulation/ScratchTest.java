package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.ZkOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class ScratchTest {
  @SimulationTest(seeds = 1000)
  void once(Simulation simulation) throws Exception {
    List<String> runs = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      String name = "worker-" + i;
      simulation.start(
          name,
          () -> {
            try (ZkClient client = ZkClient.start(ZkOptions.to(simulation.hosts()).build())) {
              client.ensurePath("/job");
              while (true) {
                try {
                  if (client.exists("/job/done").isPresent()) {
                    return;
                  }
                  client.create("/job/claim", new byte[0], CreateOptions.EPHEMERAL);
                  simulation.note("claimed");
                  simulation.pause(Duration.ofSeconds(3));
                  simulation.note("runs the job");
                  runs.add(name);
                  client.create("/job/done", new byte[0]);
                  return;
                } catch (ZkException retry) {
                  simulation.note("" + retry.getMessage());
                  simulation.pause(Duration.ofMillis(500));
                }
              }
            }
          });
    }
    simulation.awaitQuiet();
    if (runs.size() > 1) {
      throw new AssertionError("the job ran " + runs.size() + " times: " + runs);
    }
  }
}
