package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AccessException;
import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.BadVersionException;
import dev.mirliton.zk.EnsembleConfig;
import dev.mirliton.zk.EnsembleMember;
import dev.mirliton.zk.Identity;
import dev.mirliton.zk.Reconfiguration;
import dev.mirliton.zk.ReconfigurationException;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.Watched;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.Ensemble;
import dev.mirliton.zk.testing.NoLeaks;
import dev.mirliton.zk.testing.ServerProcess;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Other members for an ensemble of three real servers. Each test leaves the three. */
@NoLeaks
@Timeout(120)
@SuppressWarnings("NullAway.Init") // JUnit sets them
class ReconfigureTest {
  private static final Set<Long> ALL = Set.of(1L, 2L, 3L);

  private static Ensemble ensemble;
  private ZkClient zk;

  @BeforeAll
  static void startEnsemble() throws Exception {
    ensemble =
        Ensemble.of(
            3,
            ServerProcess.with()
                .systemProperty(
                    "zookeeper.DigestAuthenticationProvider.superDigest",
                    Identity.digest("super", "secret").id()));
  }

  @AfterAll
  static void closeEnsemble() {
    ensemble.close();
  }

  @BeforeEach
  void connect() throws Exception {
    zk = ZkClient.connect(options().authenticate(superuser()).build());
  }

  @AfterEach
  void close() {
    zk.close();
  }

  private static ZkOptions.Builder options() throws InterruptedException {
    // The leader is not among those that leave.
    return ZkOptions.to(ensemble.leader().connectString()).handler("threads");
  }

  private static Authentication superuser() {
    return Authentication.digest("super", "secret");
  }

  private static Set<Long> ids(EnsembleConfig config) {
    return config.members().stream().map(EnsembleMember::id).collect(Collectors.toSet());
  }

  private static EnsembleMember follower(EnsembleConfig config) throws InterruptedException {
    int place = ensemble.servers().indexOf(ensemble.followers().get(0));
    return config.member(place + 1).orElseThrow();
  }

  @Test
  void memberLeavesAndJoins() throws Exception {
    EnsembleConfig before = zk.ensembleConfig();
    EnsembleMember follower = follower(before);
    assertEquals(ALL, ids(before));

    EnsembleConfig without = zk.reconfigure(Reconfiguration.leaving(follower.id()));
    EnsembleConfig read = zk.ensembleConfig();
    EnsembleConfig after = zk.reconfigure(Reconfiguration.joining(follower), without);

    assertEquals(2, without.members().size());
    assertTrue(without.member(follower.id()).isEmpty());
    assertTrue(without.version() > before.version());
    assertEquals(without, read);
    assertEquals(Set.copyOf(before.members()), Set.copyOf(after.members()));
    assertTrue(after.version() > without.version());
  }

  @Test
  void wholeListTakesThePlaceOfAll() throws Exception {
    EnsembleConfig before = zk.ensembleConfig();

    EnsembleConfig after = zk.reconfigure(Reconfiguration.members(before.members()), before);

    assertEquals(Set.copyOf(before.members()), Set.copyOf(after.members()));
    assertTrue(after.version() > before.version());
  }

  @Test
  void changeIsTold() throws Exception {
    Watched<EnsembleConfig> watched = zk.rooted("/none").ensembleConfigAndWatch();

    zk.reconfigure(Reconfiguration.members(watched.value().members()));

    assertEquals(
        Optional.of(new WatchEvent.DataChanged("/zookeeper/config")),
        watched.watch().next(ClientSuite.LIMIT));
  }

  @Test
  void configurationThatChangedSinceIsLeftAlone() throws Exception {
    EnsembleConfig stale = zk.ensembleConfig();
    EnsembleConfig present = zk.reconfigure(Reconfiguration.members(stale.members()));

    BadVersionException refused =
        assertThrows(
            BadVersionException.class, () -> zk.reconfigure(Reconfiguration.leaving(3), stale));

    assertEquals("/zookeeper/config", refused.path());
    assertEquals(present, zk.ensembleConfig());
  }

  @Test
  void onlyWhoMayWriteToItMayChangeIt() throws Exception {
    try (ZkClient nobody = ZkClient.connect(options().build())) {
      assertThrows(AccessException.class, () -> nobody.reconfigure(Reconfiguration.leaving(3)));
      assertEquals(ALL, ids(nobody.ensembleConfig()));
    }
  }

  @Test
  void ensembleWithoutParticipantsIsRefused() {
    ReconfigurationException refused =
        assertThrows(
            ReconfigurationException.class, () -> zk.reconfigure(Reconfiguration.leaving(1, 2, 3)));

    assertEquals(ReconfigurationException.Reason.BAD_MEMBERS, refused.reason());
  }

  @Test
  void participantsThatFollowNobodyAreRefused() throws Exception {
    EnsembleMember fourth = EnsembleMember.parse("server.4=127.0.0.4:4:5;127.0.0.4:6");
    EnsembleMember fifth = EnsembleMember.parse("server.5=127.0.0.5:4:5;127.0.0.5:6");
    EnsembleMember sixth = EnsembleMember.parse("server.6=127.0.0.6:4:5;127.0.0.6:6");

    ReconfigurationException refused =
        assertThrows(
            ReconfigurationException.class,
            () -> zk.reconfigure(Reconfiguration.joining(fourth, fifth, sixth).andLeaving(1)));

    assertEquals(ReconfigurationException.Reason.NO_QUORUM, refused.reason());
    assertEquals(ALL, ids(zk.ensembleConfig()));
  }
}
