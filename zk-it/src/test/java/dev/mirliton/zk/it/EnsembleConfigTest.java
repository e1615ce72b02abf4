package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.EnsembleConfig;
import dev.mirliton.zk.EnsembleMember;
import dev.mirliton.zk.Observed;
import dev.mirliton.zk.Reconfiguration;
import dev.mirliton.zk.UnsupportedException;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.Watched;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.Sessions;
import dev.mirliton.zk.testing.SinceServer;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who belongs to the ensemble, asked of a server that stands alone. */
@EveryHandler
@SinceServer("3.5")
class EnsembleConfigTest extends ClientSuite {
  private static final EnsembleMember STRANGER =
      EnsembleMember.parse("server.4=127.0.0.1:4:5;127.0.0.1:6");

  @Test
  void configurationIsReadWhateverTheRoot() throws Exception {
    ZkClient zk = connect();
    EnsembleConfig there = EnsembleConfig.parse(text(connect(unrooted()).get("/zookeeper/config")));

    assertEquals(there, zk.ensembleConfig());
    assertEquals(there, zk.rooted("/none").ensembleConfig());
    assertEquals(there, zk.async().ensembleConfig().get());
    // A simulated ensemble of one is an ensemble, and names itself.
    assertEquals(Simulation.current() == null ? 0 : 1, there.members().size());
  }

  @Test
  void configurationIsWatchedWhateverTheRoot() throws Exception {
    ZkClient zk = connect();
    Told<WatchEvent> told = new Told<>();

    Watched<EnsembleConfig> watched = zk.rooted("/none").ensembleConfigAndWatch();
    Observed<EnsembleConfig> observed = zk.ensembleConfigAndWatch(told::add);

    assertEquals(zk.ensembleConfig(), watched.value());
    assertEquals(zk.ensembleConfig(), observed.value());
    Sessions.expire(zk, server);
    assertOver(watched.watch().next());
    assertOver(told.next());
  }

  /** The only thing that happens to it here, and it has the server's own name. */
  private static void assertOver(WatchEvent event) {
    assertEquals(
        new WatchEvent.Gap("/zookeeper/config", WatchEvent.Gap.Reason.SESSION_OVER), event);
  }

  @Test
  void watchOfTheConfigurationIsRemovedWhenClosed() throws Exception {
    ZkClient zk = connect();
    Watch watch = zk.ensembleConfigAndWatch().watch();
    assertTrue(ask("wchp").contains("/zookeeper/config"));

    watch.close();

    Await.until(
        "the server's watch to go", LIMIT, () -> !ask("wchp").contains("/zookeeper/config"));
  }

  @Test
  void serverThatStandsAloneHasNoOtherMembers() throws Exception {
    ZkClient zk = connect();
    EnsembleConfig before = zk.ensembleConfig();

    UnsupportedException refused =
        assertThrows(
            UnsupportedException.class, () -> zk.reconfigure(Reconfiguration.joining(STRANGER)));

    assertEquals("reconfigure", refused.operation());
    assertEquals("/zookeeper/config", refused.path());
    assertThrows(
        UnsupportedException.class,
        () -> zk.reconfigure(Reconfiguration.leaving(1), zk.ensembleConfig()));
    assertThrows(
        UnsupportedException.class,
        () -> zk.reconfigure(Reconfiguration.members(List.of(STRANGER))));
    assertEquals(before, zk.ensembleConfig());
  }
}
