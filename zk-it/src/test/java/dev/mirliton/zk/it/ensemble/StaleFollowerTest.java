package dev.mirliton.zk.it.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.Ensemble;
import dev.mirliton.zk.testing.EnsembleSetup;
import dev.mirliton.zk.testing.ServerProcess;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What no client can know: a follower that is cut from its leader goes on answering, here for five
 * seconds, while the leader ends sessions of one second. See {@code ZkSession.isAlive}.
 */
@OnEveryHandler
class StaleFollowerTest extends EnsembleSuite {
  private static final Duration SHORT = Duration.ofSeconds(1);

  /** The follower's {@code syncLimit}: twenty ticks of 250 ms. */
  private static final Duration STALE = Duration.ofSeconds(5);

  @Override
  EnsembleSetup setup() {
    return Ensemble.with().partitionable().like(ServerProcess.with().setting("syncLimit", "20"));
  }

  @Test
  void idleClientBelievesInItsSessionUntilTheFollowerNoticesAndThenLearnsTheTruth()
      throws Exception {
    ServerProcess follower = ensemble.followers().get(0);
    ZkClient witness = connectTo(ensemble.leader());
    ZkClient zk =
        connectTo(follower, options(ensemble.proxiedConnectString()).sessionTimeout(SHORT));
    ZkSession session = session(zk);
    StateLog log = StateLog.of(zk);
    zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);

    ensemble.partition(follower);
    Await.until("the leader to end the session", LIMIT, () -> witness.exists("/e").isEmpty());

    assertTrue(session.isAlive(), "the follower still answers its pings");
    StateLog.Told lost = log.await(ConnectionState.LOST);
    assertEquals(KeeperState.EXPIRED, lost.change().detail());
    assertSame(session, lost.change().session());
    StateLog.Told back = log.await(ConnectionState.CONNECTED);
    assertNotSame(session, back.change().session());
    assertTrue(Objects.requireNonNull(back.change().session()).isAlive());
  }

  @Test
  void clientThatWritesNoticesByItsWrites() throws Exception {
    ServerProcess follower = ensemble.followers().get(0);
    ZkClient zk =
        connectTo(follower, options(ensemble.proxiedConnectString()).sessionTimeout(SHORT));
    StateLog log = StateLog.of(zk);
    CreationBook fates = new CreationBook();

    try (Traffic traffic = Traffic.on(zk, fates)) {
      long cutNs = System.nanoTime();
      ensemble.partition(follower);

      Duration noticed = log.await(ConnectionState.SUSPENDED).after(cutNs);
      traffic.awaitMore(20);
      assertTrue(noticed.compareTo(STALE) < 0, "noticed only after " + noticed);
    }

    assertNotSame(follower, ensemble.serverOf(zk));
    fates.verify(zk);
  }
}
