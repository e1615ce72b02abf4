package dev.mirliton.zk.it.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.history.History;
import dev.mirliton.zk.testing.history.Linearizability;
import dev.mirliton.zk.testing.history.Register;
import dev.mirliton.zk.testing.simulation.Scenario;
import dev.mirliton.zk.testing.simulation.SimulatedProcess;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Some processes, each with a client that several threads use in every way, while things go wrong;
 * then quiet, and a look at whether every promise was kept. New for each run.
 */
final class ClientTorture implements Scenario {
  /** How long the clients are kept busy. */
  static final Duration BUSY = Duration.ofSeconds(12);

  static final Duration CLOSE_DEADLINE = Duration.ofSeconds(2);
  private static final int PROCESSES = 3;
  private static final int[] SESSION_TIMEOUTS_MS = {1_000, 1_500, 2_000, 4_000, 6_000};

  private final Function<ZkOptions, ZkClient> clients;
  private final List<Life> lives = new ArrayList<>();

  /**
   * Creates the scenario.
   *
   * @param clients starts a client; {@code ZkClient::start}, or that of a mutant
   */
  ClientTorture(Function<ZkOptions, ZkClient> clients) {
    this.clients = clients;
  }

  @Override
  public void run(Simulation simulation) throws Exception {
    History<Register.Op, Register.Answer> registers = new History<>(simulation::nanoTime);
    try (ZkClient zk = ZkClient.start(ZkOptions.to(simulation.hosts()).build())) {
      prepare(zk);
    }
    boolean[] over = {false};
    for (int i = 1; i <= PROCESSES; i++) {
      String name = "c" + i;
      List<Life> own = new ArrayList<>();
      simulation.start(
          name, // also again after it was killed
          () -> {
            own.forEach(Life::died);
            while (!over[0]) {
              Life life = begin(simulation, name, own.size() + 1);
              own.add(life);
              new Business(simulation, life, registers, over).run();
            }
          });
    }
    simulation.pause(BUSY);
    over[0] = true;
    simulation.awaitQuiet();
    List<Life> open = lives.stream().filter(Life::isOpen).toList();
    for (Life life : open) {
      life.process().spawn("use", life::mustServe).get(Duration.ofMinutes(1));
    }
    Truth truth = new Truth(simulation.ensemble().committed());
    new AnswerCheck().verify(lives);
    new FateCheck(truth).verify(lives);
    new OrderCheck(truth).verify(lives);
    new WatchCheck(truth).verify(lives, open);
    new SessionCheck(truth).verify(lives, open);
    Linearizability.of(Register.startingAt(Business.INITIAL, 0))
        .perKey(Register.Op::key)
        .verify(registers);
    for (Life life : open) {
      life.process().spawn("close", life::close).get(Duration.ofMinutes(1));
    }
    lives.forEach(CloseCheck::verify);
  }

  private Life begin(Simulation simulation, String process, int number) {
    int timeoutMs = SESSION_TIMEOUTS_MS[simulation.random().nextInt(SESSION_TIMEOUTS_MS.length)];
    ZkOptions.Builder options =
        ZkOptions.to(simulation.hosts())
            .sessionTimeout(Duration.ofMillis(timeoutMs))
            .connectTimeout(Duration.ofMillis(500))
            .handshakeTimeout(Duration.ofMillis(500))
            .closeDeadline(CLOSE_DEADLINE);
    boolean large = simulation.random().nextBoolean();
    if (!large) {
      options.maxPacketBytes(1024); // watches are set again a few at a time
    }
    SimulatedProcess where =
        simulation.processes().stream()
            .filter(each -> each.name().equals(process))
            .findFirst()
            .orElseThrow();
    Life life =
        new Life(simulation, where, process + "." + number, clients.apply(options.build()), large);
    lives.add(life);
    return life;
  }

  private static void prepare(ZkClient zk) throws InterruptedException {
    for (boolean done = false; !done; ) {
      try {
        zk.ensurePath(Comings.ROOT);
        zk.ensurePath(Business.ALIVE);
        for (String register : Business.REGISTERS) {
          if (zk.exists(register).isEmpty()) {
            zk.create(register, Business.INITIAL.getBytes(UTF_8));
          }
        }
        if (zk.exists(Business.BULK).isEmpty()) {
          zk.create(Business.BULK, new byte[Business.BULK_BYTES]);
        }
        done = true;
      } catch (ZkException again) {
        // Things go wrong from the first moment on.
      }
    }
  }
}
