package dev.mirliton.zk.it.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.Ensemble;
import dev.mirliton.zk.testing.EnsembleSetup;
import dev.mirliton.zk.testing.ServerProcess;
import org.junit.jupiter.api.Test;

/** A client of a server that follows without a vote. */
@OnEveryHandler
class ObservingServerTest extends EnsembleSuite {

  @Override
  EnsembleSetup setup() {
    return Ensemble.with().participants(1).observers(1);
  }

  private ServerProcess observer() {
    return ensemble.observers().get(0);
  }

  private ServerProcess leader() {
    return ensemble.servers().get(0);
  }

  @Test
  void itServesReadsWritesAndWatches() throws Exception {
    ZkClient zk = connectTo(observer());
    ZkClient other = connectTo(leader());
    assertSame(observer(), ensemble.serverOf(zk));

    zk.create("/a", bytes("x"));
    Watch watch = zk.getAndWatch("/a").watch();
    other.sync("/a");
    other.set("/a", bytes("y"));

    assertEquals(new WatchEvent.DataChanged("/a"), watch.next());
    assertEquals(1, zk.get("/a").stat().version());
  }

  @Test
  void itsDeathDoesNotEndTheSession() throws Exception {
    ZkClient zk = connectTo(observer());
    ZkSession session = session(zk);
    StateLog log = StateLog.of(zk);
    zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);
    Watch watch = zk.existsAndWatch("/later").watch();
    CreationBook fates = new CreationBook();

    try (Traffic traffic = Traffic.on(zk, fates)) {
      observer().kill();
      log.await(ConnectionState.SUSPENDED);
      log.await(ConnectionState.CONNECTED);
      traffic.awaitMore(50);
    }
    connectTo(leader()).create("/later", NOTHING);

    assertEquals(new WatchEvent.Created("/later"), watch.next());
    assertSame(session, zk.session());
    assertTrue(zk.exists("/e").isPresent());
    assertFalse(log.saw(ConnectionState.LOST));
    fates.verify(zk);
  }
}
