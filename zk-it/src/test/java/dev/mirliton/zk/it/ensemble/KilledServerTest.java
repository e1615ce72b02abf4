package dev.mirliton.zk.it.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.ServerProcess;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers of an ensemble that die, one at a time. */
@OnEveryHandler
class KilledServerTest extends EnsembleSuite {

  @Test
  void sessionMovesOnWithAllThatBelongsToIt() throws Exception {
    ServerProcess server = ensemble.followers().get(0);
    ZkClient other = connectTo(ensemble.leader());
    ZkClient zk = connectTo(server);
    ZkSession session = session(zk);
    StateLog log = StateLog.of(zk);
    zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);
    Watch changed = zk.getAndWatch("/e").watch();
    Watch created = zk.existsAndWatch("/later").watch();
    assertSame(server, ensemble.serverOf(zk));

    server.kill();
    log.await(ConnectionState.SUSPENDED);
    log.await(ConnectionState.CONNECTED);
    other.set("/e", bytes("x"));
    other.create("/later", NOTHING);

    assertEquals(new WatchEvent.DataChanged("/e"), changed.next());
    assertEquals(new WatchEvent.Created("/later"), created.next());
    assertSame(session, zk.session());
    assertNotSame(server, ensemble.serverOf(zk));
    Stat stat = other.exists("/e").orElseThrow();
    assertEquals(session.id(), stat.ephemeralOwner());
    assertFalse(log.saw(ConnectionState.LOST));
  }

  @Test
  void whatWasAcknowledgedOutlivesTheLeader() throws Exception {
    ZkClient onLeader = connectTo(ensemble.leader());
    ZkClient onFollower = connectTo(ensemble.followers().get(0));
    StateLog log = StateLog.of(onFollower);
    CreationBook fates = new CreationBook();

    try (Traffic first = Traffic.on(onLeader, fates);
        Traffic second = Traffic.on(onFollower, fates)) {
      ensemble.leader().kill();
      first.awaitMore(200);
      second.awaitMore(200);
    }

    assertFalse(log.saw(ConnectionState.LOST));
    fates.verify(onFollower);
  }

  @Test
  void rollingRestartEndsNoSessionAndLosesNoWatch() throws Exception {
    ZkClient zk = connect();
    ZkClient other = connect();
    ZkSession session = session(zk);
    StateLog log = StateLog.of(zk);
    zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);
    zk.create("/lasting", NOTHING);
    Watch once = zk.getAndWatch("/e").watch();
    Watch lasting = zk.watch("/lasting", WatchMode.PERSISTENT_RECURSIVE);
    CreationBook fates = new CreationBook();

    try (Traffic traffic = Traffic.on(zk, fates)) {
      for (ServerProcess server : ensemble.servers()) {
        server.restart();
        ensemble.awaitAll();
        traffic.awaitMore(50);
      }
    }
    other.set("/e", bytes("x"));
    other.create("/lasting/child", NOTHING);

    assertEquals(new WatchEvent.DataChanged("/e"), once.next());
    assertEquals(new WatchEvent.Created("/lasting/child"), nextButGaps(lasting));
    assertSame(session, zk.session());
    assertFalse(log.saw(ConnectionState.LOST));
    fates.verify(zk);
  }

  private static WatchEvent nextButGaps(Watch watch) throws InterruptedException {
    WatchEvent event = watch.next();
    while (event instanceof WatchEvent.Gap gap) {
      assertEquals(WatchEvent.Gap.Reason.RECONNECTED, gap.reason());
      event = watch.next();
    }
    return event;
  }

  @Test
  void memberThatForgotEverythingServesTheSameClientAgain() throws Exception {
    ServerProcess server = ensemble.followers().get(0);
    ZkClient zk = connectTo(server);
    ZkSession session = session(zk);
    StateLog log = StateLog.of(zk);
    zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);

    server.kill();
    server.eraseData();
    server.start();
    ServerProcess now = ensemble.serverOf(zk);
    ensemble.servers().stream()
        .filter(each -> each != server)
        .forEach(each -> ensemble.proxy(each).refuse());
    ensemble.proxy(now).cut();

    log.await(ConnectionState.CONNECTED);
    assertTrue(zk.exists("/e").isPresent());
    awaitServer(zk, server);
    assertSame(session, zk.session());
    assertEquals(List.of("e"), zk.children("/"));
  }

  private void awaitServer(ZkClient zk, ServerProcess server) throws InterruptedException {
    Await.until("the client to be at " + server, LIMIT, () -> ensemble.serverOf(zk) == server);
  }
}
