package dev.mirliton.zk.it.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.BadVersionException;
import dev.mirliton.zk.EnsembleConfig;
import dev.mirliton.zk.EnsembleMember;
import dev.mirliton.zk.Identity;
import dev.mirliton.zk.Reconfiguration;
import dev.mirliton.zk.ReconfigurationException;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.UnsupportedException;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.Watched;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.model.ModelOptions;
import dev.mirliton.zk.testing.simulation.FaultProfile;
import dev.mirliton.zk.testing.simulation.Scenario;
import dev.mirliton.zk.testing.simulation.Simulation;
import dev.mirliton.zk.testing.simulation.SimulationPlan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers leave a simulated ensemble and come back. */
class ReconfigureSimulationTest {
  private static final int SERVERS = 4;
  private static final byte[] DATA = {1, 2, 3};
  private static final ModelOptions FIXED =
      ModelOptions.DEFAULT
          .withTick(Duration.ofMillis(500))
          .withSuperDigest(Identity.digest("super", "secret").id());

  private static void run(
      int seeds, ModelOptions ensemble, FaultProfile faults, Scenario scenario) {
    SimulationPlan.standard()
        .name("reconfigure")
        .seeds(seeds)
        .servers(SERVERS)
        .ensemble(ensemble)
        .faults(faults)
        .faultsWithin(Duration.ofSeconds(10))
        .run(scenario);
  }

  private static ZkClient connect(String hosts) throws InterruptedException {
    return ZkClient.connect(
        ZkOptions.to(hosts).authenticate(Authentication.digest("super", "secret")).build());
  }

  private static int follower(Simulation simulation) throws InterruptedException {
    simulation.ensemble().awaitServing();
    return simulation.ensemble().leader().orElseThrow() % SERVERS + 1;
  }

  @Test
  void serverThatLeftAndCameBackHasWhatWasWrittenMeanwhile() {
    run(
        20,
        FIXED.withReconfig(),
        FaultProfile.NONE,
        simulation -> {
          int id = follower(simulation);
          try (ZkClient zk = connect(simulation.ensemble().connectString(id % SERVERS + 1))) {
            Watched<EnsembleConfig> watched = zk.ensembleConfigAndWatch();
            EnsembleConfig before = watched.value();
            EnsembleMember member = before.member(id).orElseThrow();

            EnsembleConfig without = zk.reconfigure(Reconfiguration.leaving(id), before);
            zk.create("/meanwhile", DATA);
            EnsembleConfig after = zk.reconfigure(Reconfiguration.joining(member), without);

            assertEquals(
                before.members().stream().filter(other -> other.id() != id).toList(),
                without.members());
            assertEquals(before.members(), after.members());
            assertTrue(before.version() < without.version());
            assertTrue(without.version() < after.version());
            assertEquals(new WatchEvent.DataChanged("/zookeeper/config"), watched.watch().next());
            assertThrows(
                BadVersionException.class,
                () -> zk.reconfigure(Reconfiguration.leaving(id), before));
          }
          try (ZkClient back = connect(simulation.ensemble().connectString(id))) {
            back.sync("/");
            assertArrayEquals(DATA, back.get("/meanwhile").data());
          }
        });
  }

  @Test
  void changeThatComesWhileAnotherIsBeingMadeIsRefused() {
    run(
        10,
        FIXED.withReconfig(),
        FaultProfile.NONE,
        simulation -> {
          int id = follower(simulation);
          try (ZkClient zk = connect(simulation.hosts())) {
            List<EnsembleMember> all = zk.ensembleConfig().members();
            AsyncResult<EnsembleConfig> first = zk.async().reconfigure(Reconfiguration.leaving(id));
            AsyncResult<EnsembleConfig> second =
                zk.async().reconfigure(Reconfiguration.members(all));

            assertEquals(SERVERS - 1, first.get().members().size());
            ReconfigurationException refused =
                assertThrows(ReconfigurationException.class, second::get);
            assertEquals(ReconfigurationException.Reason.IN_PROGRESS, refused.reason());
          }
        });
  }

  @Test
  void ensembleThatMayNotBeChangedSaysSo() {
    run(
        5,
        FIXED,
        FaultProfile.NONE,
        simulation -> {
          try (ZkClient zk = connect(simulation.hosts())) {
            UnsupportedException refused =
                assertThrows(
                    UnsupportedException.class, () -> zk.reconfigure(Reconfiguration.leaving(1)));
            assertEquals(SERVERS, zk.ensembleConfig().members().size());
            assertTrue(String.valueOf(refused.getMessage()).contains("switched off"));
          }
        });
  }

  @Test
  void changeIsMadeOnceWhateverFails() {
    run(
        60,
        FIXED.withReconfig(),
        FaultProfile.ALL,
        simulation -> {
          try (ZkClient zk = connect(simulation.hosts())) {
            EnsembleMember fourth = member(zk, simulation);
            changeTo(zk, simulation, Reconfiguration.leaving(fourth.id()), SERVERS - 1);
            changeTo(zk, simulation, Reconfiguration.joining(fourth), SERVERS);
            simulation.awaitQuiet();

            zk.sync("/");
            assertEquals(SERVERS, zk.ensembleConfig().members().size());
          }
        });
  }

  private static EnsembleMember member(ZkClient zk, Simulation simulation)
      throws InterruptedException {
    while (true) {
      try {
        return zk.ensembleConfig().member(SERVERS).orElseThrow();
      } catch (UnavailableException unlucky) {
        simulation.pause(Duration.ofSeconds(1));
      }
    }
  }

  /** Makes a change that must not be made twice: only of the configuration that was looked at. */
  private static void changeTo(ZkClient zk, Simulation simulation, Reconfiguration change, int size)
      throws InterruptedException {
    while (true) {
      try {
        zk.sync("/");
        EnsembleConfig seen = zk.ensembleConfig();
        if (seen.members().size() == size) {
          return;
        }
        EnsembleConfig made = zk.reconfigure(change, seen);
        assertEquals(size, made.members().size());
        return;
      } catch (UnavailableException | ReconfigurationException | BadVersionException unlucky) {
        simulation.note("again: " + unlucky.getMessage());
        simulation.pause(Duration.ofSeconds(1));
      }
    }
  }
}
