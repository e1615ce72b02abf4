package dev.mirliton.zk.it.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.Ensemble;
import dev.mirliton.zk.testing.EnsembleSetup;
import dev.mirliton.zk.testing.FourLetterWord;
import dev.mirliton.zk.testing.ServerProcess;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An ensemble is upgraded, one server after the other, under clients that work on: one on each
 * handler.
 */
@Timeout(180)
class RollingUpgradeTest extends EnsembleSuite {
  private static final String OLD = "3.8.6";
  private static final String NEW = "3.9.5";

  @Override
  EnsembleSetup setup() {
    return Ensemble.with().like(ServerProcess.with().version(OLD));
  }

  /** A client, what it had at first, and what it was told since. */
  private record Witness(ZkClient zk, ZkSession session, StateLog log) {
    void isUnharmed(String name) throws InterruptedException {
      assertSame(session, zk.session(), name);
      assertFalse(log.saw(ConnectionState.LOST), name);
      assertEquals(session.id(), zk.exists("/" + name).orElseThrow().ephemeralOwner(), name);
    }
  }

  private Witness on(String name) throws InterruptedException {
    handler = name;
    ZkClient zk = connect();
    zk.create("/" + name, NOTHING, CreateOptions.EPHEMERAL);
    return new Witness(zk, session(zk), StateLog.of(zk));
  }

  private static void assertVersion(ServerProcess server, String version) throws Exception {
    String banner = FourLetterWord.ask(server.address(), "srvr", LIMIT);
    assertTrue(banner.contains("version: " + version), banner);
  }

  @Test
  void upgradeEndsNoSessionAndEveryFateIsTrue() throws Exception {
    Witness threads = on("threads");
    Witness loom = on("loom");
    Witness nio = on("nio");
    CreationBook fates = new CreationBook();

    try (Traffic first = Traffic.on(threads.zk(), fates);
        Traffic second = Traffic.on(loom.zk(), fates);
        Traffic third = Traffic.on(nio.zk(), fates)) {
      for (ServerProcess server : ensemble.servers()) {
        assertVersion(server, OLD);
        server.changeVersion(NEW);
        server.restart();
        ensemble.awaitAll();
        assertVersion(server, NEW);
        for (Traffic load : List.of(first, second, third)) {
          load.awaitMore(50);
        }
      }
    }

    threads.isUnharmed("threads");
    loom.isUnharmed("loom");
    nio.isUnharmed("nio");
    fates.verify(nio.zk());
  }
}
