package dev.mirliton.zk.it.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.ReadOnlyServerException;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.model.ModelOptions;
import dev.mirliton.zk.testing.simulation.FaultProfile;
import dev.mirliton.zk.testing.simulation.Scenario;
import dev.mirliton.zk.testing.simulation.Simulation;
import dev.mirliton.zk.testing.simulation.SimulationPlan;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** One server of three is cut from the others and serves reads; the others serve all. */
class ReadOnlySimulationTest {
  private static final byte[] NOTHING = {};
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final ModelOptions READ_ONLY =
      ModelOptions.DEFAULT.withTick(Duration.ofMillis(500)).withReadOnlyMode();

  private static void run(ModelOptions ensemble, Scenario scenario) {
    SimulationPlan.standard()
        .name("read-only")
        .seeds(40)
        .servers(3)
        .ensemble(ensemble)
        .faults(FaultProfile.NONE)
        .run(scenario);
  }

  private static ZkOptions.Builder options(Simulation simulation, int first) {
    StringBuilder hosts = new StringBuilder(simulation.ensemble().connectString(first));
    for (int id = 1; id <= 3; id++) {
      if (id != first) {
        hosts.append(',').append(simulation.ensemble().connectString(id));
      }
    }
    return ZkOptions.to(hosts.toString())
        .acceptReadOnly()
        .keepHostOrder()
        .sessionTimeout(Duration.ofSeconds(10));
  }

  private static void await(ZkClient zk, KeeperState state) throws InterruptedException {
    Await.until(state.toString(), LIMIT, () -> zk.detail() == state);
  }

  private static int beginAlone(Simulation simulation) throws InterruptedException {
    simulation.ensemble().awaitServing();
    return simulation.ensemble().leader().orElseThrow() % 3 + 1;
  }

  /** Nobody can reach any server but one, not even that one. */
  private static void isolate(Simulation simulation, int cut) {
    for (int id = 1; id <= 3; id++) {
      if (id != cut) {
        simulation.ensemble().cut(id);
      }
    }
    simulation.ensemble().cutFromServers(cut);
  }

  /** The others can be reached again by all but that one. */
  private static void bringBackOthers(Simulation simulation, int cut) {
    for (int id = 1; id <= 3; id++) {
      if (id != cut) {
        simulation.ensemble().join(id);
      }
    }
  }

  @Test
  void aSessionThatTheServerRefusesWaitsForTheOthers() {
    run(
        READ_ONLY,
        simulation -> {
          int cut = beginAlone(simulation);
          try (ZkClient zk = ZkClient.connect(options(simulation, cut).build())) {
            ZkSession session = zk.session();
            isolate(simulation, cut);
            simulation.pause(Duration.ofSeconds(6));
            assertEquals(KeeperState.CONNECTING, zk.detail());

            bringBackOthers(simulation, cut);

            await(zk, KeeperState.CONNECTED);
            assertSame(session, zk.session());
          }
        });
  }

  @Test
  void aSessionOfTheEnsembleIsTakenToAServerThatWrites() {
    run(
        READ_ONLY.withReadOnlySessions(),
        simulation -> {
          int cut = beginAlone(simulation);
          try (ZkClient zk = ZkClient.connect(options(simulation, cut).build())) {
            ZkSession session = Objects.requireNonNull(zk.session());
            zk.create("/held", NOTHING, CreateOptions.EPHEMERAL);
            isolate(simulation, cut);
            await(zk, KeeperState.CONNECTED_READ_ONLY);
            assertSame(session, zk.session());
            assertEquals(0, zk.get("/held").data().length);
            assertThrows(ReadOnlyServerException.class, () -> zk.set("/held", NOTHING));

            bringBackOthers(simulation, cut);

            await(zk, KeeperState.CONNECTED);
            assertSame(session, zk.session());
            assertEquals(session.id(), zk.exists("/held").orElseThrow().ephemeralOwner());
            zk.set("/held", NOTHING);
          }
        });
  }

  @Test
  void aSessionThatWasMadeUpIsReplaced() {
    run(
        READ_ONLY.withLocalSessions(),
        simulation -> {
          int cut = beginAlone(simulation);
          simulation.ensemble().cutFromServers(cut);
          simulation.pause(Duration.ofSeconds(10));
          try (ZkClient zk = ZkClient.connect(options(simulation, cut).build())) {
            ZkSession madeUp = zk.session();
            assertEquals(KeeperState.CONNECTED_READ_ONLY, zk.detail());

            await(zk, KeeperState.CONNECTED);

            assertNotSame(madeUp, zk.session());
            zk.create("/mine", NOTHING, CreateOptions.EPHEMERAL);
          }
        });
  }
}
