package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.simulation.Scenario;
import dev.mirliton.zk.testing.simulation.SimulatedProcess;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A process stands still while an answer is on its way to it, and then no server can be reached: it
 * learns late when it was heard, and must not believe that it was heard late. For an ensemble of
 * one server. New for each run.
 */
final class LateAnswers implements Scenario {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final int LONGEST_STANDSTILL_MS = 600; // less than a dead connection takes
  private static final Duration CUT = Duration.ofSeconds(3);

  private final Function<ZkOptions, ZkClient> clients;

  LateAnswers(Function<ZkOptions, ZkClient> clients) {
    this.clients = clients;
  }

  @Override
  public void run(Simulation simulation) throws Exception {
    simulation.ensemble().awaitServing();
    List<Life> lives = new ArrayList<>();
    SimulatedProcess process = simulation.start("c1", () -> live(simulation, lives));
    simulation.pause(Duration.ofSeconds(2));

    process.standStill(Duration.ofMillis(1 + simulation.random().nextInt(LONGEST_STANDSTILL_MS)));
    simulation.pause(Duration.ofMillis(simulation.random().nextInt(LONGEST_STANDSTILL_MS)));
    simulation.ensemble().cut(1);
    simulation.pause(CUT);
    simulation.ensemble().join(1);
    simulation.awaitQuiet();

    Truth truth = new Truth(simulation.ensemble().committed());
    lives.forEach(new SessionCheck(truth)::verify);
    for (Life life : lives) {
      process.spawn("close", life::close).get(Duration.ofMinutes(1));
    }
  }

  private void live(Simulation simulation, List<Life> lives) throws InterruptedException {
    ZkOptions options = ZkOptions.to(simulation.hosts()).sessionTimeout(TIMEOUT).build();
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
