package dev.mirliton.zk.it.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.Ensemble;
import dev.mirliton.zk.testing.EnsembleSetup;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.ServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Networks that fall apart: between servers, and between clients and servers. */
@OnEveryHandler
class PartitionedClientTest extends EnsembleSuite {
  private static final Duration SHORT = Duration.ofSeconds(2);

  @Override
  EnsembleSetup setup() {
    return Ensemble.with().partitionable();
  }

  @Test
  void clientOfTheMinorityGoesOverToTheMajority() throws Exception {
    ServerProcess minority = ensemble.followers().get(0);
    ZkClient zk = connectTo(minority);
    ZkSession session = session(zk);
    StateLog log = StateLog.of(zk);
    CreationBook fates = new CreationBook();

    try (Traffic traffic = Traffic.on(zk, fates)) {
      ensemble.partition(minority);

      log.await(ConnectionState.SUSPENDED);
      log.await(ConnectionState.CONNECTED);
      traffic.awaitMore(50);
    }

    assertNotSame(minority, ensemble.serverOf(zk));
    assertSame(session, zk.session());
    assertFalse(log.saw(ConnectionState.LOST));
    fates.verify(zk);
  }

  @Test
  void clientOfADeposedLeaderIsToldNothingFalse() throws Exception {
    ServerProcess deposed = ensemble.leader();
    ZkClient zk = connectTo(deposed);
    ZkClient other = connectTo(ensemble.followers().get(0));
    ZkSession session = session(zk);
    StateLog log = StateLog.of(zk);
    CreationBook fates = new CreationBook();

    try (Traffic traffic = Traffic.on(zk, fates);
        Traffic others = Traffic.on(other, fates)) {
      ensemble.partition(deposed);

      log.await(ConnectionState.SUSPENDED);
      traffic.awaitMore(50);
      others.awaitMore(50);
      ensemble.heal();
      Await.until("the deposed leader to follow", LIMIT, deposed::isReady);
      assertNotSame(deposed, ensemble.leader());
      traffic.awaitMore(50);
    }

    assertSame(session, zk.session());
    assertFalse(log.saw(ConnectionState.LOST));
    fates.verify(zk);
  }

  @Test
  void clientCutFromAllServersGivesItsSessionUpAndBeginsAnew() throws Exception {
    ZkClient zk = connect(options(ensemble.proxiedConnectString()).sessionTimeout(SHORT));
    ZkClient witness = connect(options(ensemble.connectString()));
    ZkSession session = session(zk);
    StateLog log = StateLog.of(zk);
    zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);

    ensemble.servers().stream().map(ensemble::proxy).forEach(FaultProxy::blackhole);

    log.await(ConnectionState.SUSPENDED);
    assertSame(session, log.await(ConnectionState.LOST).change().session());
    Await.until("the ephemeral to go", LIMIT, () -> witness.exists("/e").isEmpty());
    ensemble.heal();
    StateLog.Told back = log.await(ConnectionState.CONNECTED);
    assertNotEquals(session.id(), Objects.requireNonNull(back.change().session()).id());
    assertEquals(List.of(), zk.children("/"));
  }

  @Test
  void clientCutFromItsServerAloneFindsAnother() throws Exception {
    ServerProcess server = ensemble.followers().get(0);
    ZkClient zk = connectTo(server);
    ZkSession session = session(zk);
    StateLog log = StateLog.of(zk);
    zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);

    ensemble.proxy(server).blackhole();

    log.await(ConnectionState.SUSPENDED);
    log.await(ConnectionState.CONNECTED);
    assertSame(session, zk.session());
    assertTrue(zk.exists("/e").isPresent());
  }
}
