package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.simulation.Scenario;
import dev.mirliton.zk.testing.simulation.SimulatedEnsemble;
import dev.mirliton.zk.testing.simulation.SimulatedProcess;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A process stands still while an answer is on its way to it, and its server loses its power
 * meanwhile: it learns late that it was heard, and must not believe that it was heard late. For an
 * ensemble of three servers. New for each run.
 */
final class LateAnswers implements Scenario {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final int LONGEST_STANDSTILL_MS = 600; // less than a dead connection takes
  private static final Duration POWERLESS = Duration.ofSeconds(3);

  private final Function<ZkOptions, ZkClient> clients;

  LateAnswers(Function<ZkOptions, ZkClient> clients) {
    this.clients = clients;
  }

  @Override
  public void run(Simulation simulation) throws Exception {
    SimulatedEnsemble ensemble = simulation.ensemble();
    ensemble.awaitServing();
    int follower = ensemble.leader().orElseThrow() % ensemble.size() + 1;
    String hosts = ensemble.connectString(follower);
    List<Life> lives = new ArrayList<>();
    SimulatedProcess process = simulation.start("c1", () -> live(simulation, hosts, lives));
    simulation.pause(Duration.ofSeconds(2));

    process.spawn("asks", () -> askAndStandStill(simulation, process, lives.getFirst()));
    simulation.pause(Duration.ofMillis(simulation.random().nextInt(LONGEST_STANDSTILL_MS)));
    ensemble.losePower(follower);
    simulation.pause(POWERLESS);
    ensemble.start(follower);
    simulation.awaitQuiet();

    Truth truth = new Truth(ensemble.committed());
    lives.forEach(new SessionCheck(truth)::verify);
    for (Life life : lives) {
      process.spawn("close", life::close).get(Duration.ofMinutes(1));
    }
  }

  private static void askAndStandStill(Simulation simulation, SimulatedProcess process, Life life) {
    life.zk().async().exists("/"); // is on its way when everything stops here
    process.standStill(Duration.ofMillis(1 + simulation.random().nextInt(LONGEST_STANDSTILL_MS)));
  }

  private void live(Simulation simulation, String hosts, List<Life> lives)
      throws InterruptedException {
    ZkOptions options = ZkOptions.to(hosts).sessionTimeout(TIMEOUT).build();
    SimulatedProcess process = simulation.processes().getFirst();
    Life life = new Life(simulation, process, "c1.1", clients.apply(options), true);
    lives.add(life);
    process.spawn("pulse", () -> life.pulse().beat(life));
    while (!life.isClosing()) {
      try {
        life.zk().exists("/");
      } catch (UnavailableException | SessionException again) {
        // As it is meant to be.
      }
      life.pause(10);
    }
  }
}
