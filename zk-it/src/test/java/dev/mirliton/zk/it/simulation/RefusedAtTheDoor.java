package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.simulation.Scenario;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Among many writes, a server is asked for what it is too old for: it refuses that before it
 * answers what came earlier, and hangs up. For servers without znodes with a time to live. New for
 * each run.
 */
final class RefusedAtTheDoor implements Scenario {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final int ROUNDS = 5;
  private static final int LARGEST_BURST = 10;

  private final Function<ZkOptions, ZkClient> clients;

  RefusedAtTheDoor(Function<ZkOptions, ZkClient> clients) {
    this.clients = clients;
  }

  @Override
  public void run(Simulation simulation) throws Exception {
    List<Life> lives = new ArrayList<>();
    simulation.start(
        "c1",
        () -> {
          ZkOptions options = ZkOptions.to(simulation.hosts()).build();
          ZkClient zk = clients.apply(options);
          Life life = new Life(simulation, simulation.processes().getFirst(), "c1.1", zk, true);
          lives.add(life);
          for (int i = 0; i < ROUNDS; i++) {
            simulation.pause(Duration.ofSeconds(2));
            ask(life);
          }
        });
    simulation.awaitQuiet();

    Truth truth = new Truth(simulation.ensemble().committed());
    new AnswerCheck().verify(lives);
    new FateCheck(truth).verify(lives);
    new OrderCheck(truth).verify(lives);
    for (Life life : lives) {
      life.process().spawn("close", life::close).get(Duration.ofMinutes(1));
    }
  }

  private static void ask(Life life) {
    askForSome(life);
    String name = life.nextMark();
    life.ask(new Deed.Unknown("/" + name, name), DEADLINE);
    askForSome(life);
  }

  private static void askForSome(Life life) {
    for (int i = life.random().nextInt(LARGEST_BURST); i >= 0; i--) {
      String name = life.nextMark();
      life.ask(new Deed.Create("/" + name, name, CreateOptions.PERSISTENT), DEADLINE);
    }
  }
}
