package dev.mirliton.zk.it.ensemble;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.ServerProcess;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A server that holds its connections and says nothing. */
@OnEveryHandler
class FrozenServerTest extends EnsembleSuite {
  /** After that much silence a connection is given up. */
  private static final Duration SILENCE = SESSION.multipliedBy(2).dividedBy(3);

  /** For a machine that has other things to do. */
  private static final Duration SLACK = Duration.ofSeconds(1);

  @Test
  void itsSilenceIsNoticedIdleOrNotAndAnotherServerTakesOver() throws Exception {
    ServerProcess server = ensemble.followers().get(0);
    ZkClient idle = connectTo(server);
    ZkClient busy = connectTo(server);
    idle.create("/idle", NOTHING, CreateOptions.EPHEMERAL);
    busy.create("/busy", NOTHING, CreateOptions.EPHEMERAL);
    ZkSession idleSession = session(idle);
    ZkSession busySession = session(busy);
    StateLog idleLog = StateLog.of(idle);
    StateLog busyLog = StateLog.of(busy);
    CreationBook fates = new CreationBook();

    try (Traffic traffic = Traffic.on(busy, fates)) {
      long frozenNs = System.nanoTime();
      server.freeze();

      assertInTime(idleLog.await(ConnectionState.SUSPENDED).after(frozenNs));
      assertInTime(busyLog.await(ConnectionState.SUSPENDED).after(frozenNs));
      idleLog.await(ConnectionState.CONNECTED);
      busyLog.await(ConnectionState.CONNECTED);
      traffic.awaitMore(20);
    }

    assertSame(idleSession, idle.session());
    assertSame(busySession, busy.session());
    assertTrue(idle.exists("/idle").isPresent());
    assertTrue(idle.exists("/busy").isPresent());
    fates.verify(busy);
  }

  private static void assertInTime(Duration noticed) {
    assertTrue(noticed.compareTo(SILENCE.plus(SLACK)) < 0, "noticed only after " + noticed);
  }

  @Test
  void leaderThatWakesUpAgainLeadsNobody() throws Exception {
    ServerProcess leader = ensemble.leader();
    ZkClient onLeader = connectTo(leader);
    ZkClient onFollower = connectTo(ensemble.followers().get(0));
    ZkSession session = session(onFollower);
    StateLog log = StateLog.of(onFollower);
    CreationBook fates = new CreationBook();

    try (Traffic first = Traffic.on(onLeader, fates);
        Traffic second = Traffic.on(onFollower, fates)) {
      leader.freeze();
      second.awaitMore(200); // beyond what can have been under way
      first.awaitMore(200);

      leader.thaw();

      second.awaitMore(200);
      first.awaitMore(200);
    }

    assertSame(session, onFollower.session());
    assertFalse(log.saw(ConnectionState.LOST));
    fates.verify(onFollower);
  }
}
