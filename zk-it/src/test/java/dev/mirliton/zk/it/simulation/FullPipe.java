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
 * More is asked for than the connection takes, and then it breaks: what no server has got a byte of
 * goes to the next connection, in its order. For an ensemble of one server. New for each run.
 */
final class FullPipe implements Scenario {
  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** Longer than a silent connection is kept, shorter than the session lives. */
  private static final Duration CUT = Duration.ofMillis(3_300);

  private static final int REQUESTS = 60;
  private static final String PADDING = "x".repeat(8_000);

  private final Function<ZkOptions, ZkClient> clients;

  FullPipe(Function<ZkOptions, ZkClient> clients) {
    this.clients = clients;
  }

  @Override
  public void run(Simulation simulation) throws Exception {
    simulation.ensemble().awaitServing();
    List<Life> lives = new ArrayList<>();
    simulation.start(
        "c1",
        () -> {
          ZkOptions options = ZkOptions.to(simulation.hosts()).sessionTimeout(TIMEOUT).build();
          ZkClient zk = clients.apply(options);
          lives.add(new Life(simulation, simulation.processes().getFirst(), "c1.1", zk, true));
        });
    simulation.pause(Duration.ofSeconds(2));

    Life life = lives.getFirst();
    simulation.ensemble().cut(1);
    life.process().spawn("asks", () -> ask(life));
    simulation.pause(CUT);
    simulation.ensemble().join(1);
    simulation.awaitQuiet();

    Truth truth = new Truth(simulation.ensemble().committed());
    new AnswerCheck().verify(lives);
    new FateCheck(truth).verify(lives);
    new OrderCheck(truth).verify(lives);
    life.process().spawn("close", life::close).get(Duration.ofMinutes(1));
  }

  private static void ask(Life life) {
    for (int i = 0; i < REQUESTS; i++) {
      String name = life.nextMark();
      life.ask(new Deed.Create("/" + name, name + PADDING, CreateOptions.PERSISTENT), DEADLINE);
    }
  }
}
