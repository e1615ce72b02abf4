package dev.mirliton.zk.it.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.history.ViolationError;
import dev.mirliton.zk.testing.simulation.Fault;
import dev.mirliton.zk.testing.simulation.Scenario;
import dev.mirliton.zk.testing.simulation.SimulatedEnsemble;
import dev.mirliton.zk.testing.simulation.SimulatedProcess;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The answers of a server do not come through, the client goes to another one, and while its
 * handler still reads from the first connection they come: they are nobody's. For an ensemble of
 * three servers. New for each run.
 */
final class LateBytes implements Scenario {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final String PATH = "/a";
  private static final int ROUNDS = 6;
  private static final int REQUESTS = 5;

  /** A little more than the silence for which a connection is given up. */
  private static final int SILENCE_MS = 670;

  /** How long after that a handler may still read, about. */
  private static final int READING_MS = 40;

  private final Function<ZkOptions, ZkClient> clients;

  LateBytes(Function<ZkOptions, ZkClient> clients) {
    this.clients = clients;
  }

  @Override
  public void run(Simulation simulation) throws Exception {
    SimulatedEnsemble ensemble = simulation.ensemble();
    try (ZkClient zk = ZkClient.connect(ZkOptions.to(simulation.hosts()).build())) {
      zk.create(PATH, "initial".getBytes(UTF_8));
    }
    suffer(simulation, Fault.Kind.CUT, Duration.ofSeconds(5), 2); // so that it begins with 1
    String hosts = ensemble.connectString(1) + "," + ensemble.connectString(2);
    List<Life> lives = new ArrayList<>();
    SimulatedProcess process = simulation.start("c1", () -> begin(simulation, hosts, lives));
    simulation.pause(Duration.ofSeconds(6));
    process.spawn("asks", () -> ask(simulation, lives.getFirst())).get(Duration.ofMinutes(5));
    simulation.awaitQuiet();

    Truth truth = new Truth(ensemble.committed());
    new AnswerCheck().verify(lives);
    new FateCheck(truth).verify(lives);
    for (Life life : lives) {
      verifyLosses(life);
      process.spawn("close", life::close).get(Duration.ofMinutes(1));
    }
  }

  private void begin(Simulation simulation, String hosts, List<Life> lives) {
    ZkClient zk = clients.apply(ZkOptions.to(hosts).sessionTimeout(TIMEOUT).build());
    lives.add(new Life(simulation, simulation.processes().getFirst(), "c1.1", zk, true));
  }

  private static void ask(Simulation simulation, Life life) throws InterruptedException {
    life.zk().awaitConnected(DEADLINE);
    int server = 1;
    for (int i = 0; i < ROUNDS; i++) {
      if (loseOnce(simulation, life, server)) {
        server = 3 - server;
      }
    }
  }

  /** Lets nothing come from {@code server}. Returns whether that was long enough to be noticed. */
  private static boolean loseOnce(Simulation simulation, Life life, int server)
      throws InterruptedException {
    int before = life.states().changes().size();
    life.zk().exists(PATH); // from here on the silence counts
    int lastsMs = SILENCE_MS + simulation.random().nextInt(READING_MS);
    suffer(simulation, Fault.Kind.DEAF, Duration.ofMillis(lastsMs), server);
    simulation.pause(Duration.ofMillis(1));
    write(life);
    simulation.pause(Duration.ofMillis(SILENCE_MS));
    write(life);
    simulation.pause(Duration.ofSeconds(2));
    return life.states().changes().size() > before;
  }

  private static void verifyLosses(Life life) {
    List<StateLog.Told> told = life.states().changes();
    long losses =
        told.stream().filter(each -> each.change().state() == ConnectionState.SUSPENDED).count();
    if (losses > ROUNDS) {
      throw new ViolationError(
          "what an old connection says is no harm to the present one", List.of(life + ": " + told));
    }
  }

  private static void suffer(Simulation simulation, Fault.Kind kind, Duration lasts, int server) {
    simulation.suffer(new Fault(kind, Duration.ZERO, lasts, 1, server));
  }

  private static void write(Life life) {
    for (int i = 0; i < REQUESTS; i++) {
      life.ask(new Deed.Replace(PATH, life.nextMark(), Version.ANY), DEADLINE);
    }
  }
}
