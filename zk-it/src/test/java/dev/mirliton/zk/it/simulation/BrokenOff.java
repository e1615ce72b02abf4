package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.Op;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.history.ViolationError;
import dev.mirliton.zk.testing.simulation.Fault;
import dev.mirliton.zk.testing.simulation.Scenario;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A connection breaks between the events of one transaction, and the next one between the answers
 * when watches are set again: the session goes on, and every watch tells. For an ensemble of one
 * server. New for each run.
 */
final class BrokenOff implements Scenario {
  private static final Fault BREAK =
      new Fault(Fault.Kind.BREAK, Duration.ZERO, Duration.ZERO, 1, 1);

  private static final int ROUNDS = 3;

  private static final int MOST_AGAIN = 2;

  /** Enough to come back several times, well within the session's timeout. */
  private static final Duration ROUND = Duration.ofSeconds(8);

  /** Two paths fill a request that sets watches again. */
  private static final List<String> NODES =
      IntStream.range(0, 8).mapToObj(i -> "/" + i + "x".repeat(260)).toList();

  private static final int PACKET_BYTES = 4096;

  private final Function<ZkOptions, ZkClient> clients;
  private int breaks; // yet to come, each when the client is back

  BrokenOff(Function<ZkOptions, ZkClient> clients) {
    this.clients = clients;
  }

  @Override
  public void run(Simulation simulation) throws Exception {
    List<Life> lives = new ArrayList<>();
    try (ZkClient writer = ZkClient.connect(ZkOptions.to(simulation.hosts()).build())) {
      for (String node : NODES) {
        writer.create(node, new byte[0]);
      }
      simulation.start("c1", () -> live(simulation, lives));
      for (int i = 0; i < ROUNDS; i++) {
        simulation.pause(ROUND);
        breaks = simulation.random().nextInt(MOST_AGAIN + 1);
        simulation.suffer(BREAK);
        writer.transact(
            NODES.stream().map(node -> Op.set(node, new byte[0], Version.ANY)).toArray(Op[]::new));
        simulation.pause(ROUND);
        new WatchCheck(new Truth(simulation.ensemble().committed())).verify(lives, lives);
        lives.forEach(BrokenOff::verifySession);
      }
    }
    for (Life life : lives) {
      life.process().spawn("close", life::close).get(Duration.ofMinutes(1));
    }
  }

  private void live(Simulation simulation, List<Life> lives) {
    ZkOptions options =
        ZkOptions.to(simulation.hosts())
            .sessionTimeout(Duration.ofSeconds(4))
            .maxPacketBytes(PACKET_BYTES)
            .build();
    ZkClient zk = clients.apply(options);
    Life life = new Life(simulation, simulation.processes().getFirst(), "c1.1", zk, false);
    lives.add(life);
    zk.onStateChange(change -> breakAgain(simulation, change));
    for (String node : NODES) {
      Follower follower = new Follower(life, node);
      life.adds(follower);
      life.process().spawn("follower", follower::follow);
    }
  }

  private void breakAgain(Simulation simulation, StateChange change) {
    if (change.state() == ConnectionState.CONNECTED && breaks > 0) {
      breaks--;
      simulation.suffer(BREAK);
    }
  }

  private static void verifySession(Life life) {
    if (life.states().changes().stream().mapToLong(StateLog.Told::sessionId).distinct().count()
        != 1) {
      throw new ViolationError(
          "a session outlives its connections", List.of(life + ": " + life.states().changes()));
    }
  }
}
