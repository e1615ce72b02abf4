package dev.mirliton.zk.it.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.ServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** A server that is all there is, and dies. */
@OnEveryHandler
@SuppressWarnings("NullAway.Init") // JUnit sets them
class OnlyServerTest {
  private static @Nullable ServerProcess shared;

  @Parameter String handler;
  private ServerProcess server;

  @BeforeEach
  void start() throws InterruptedException {
    if (shared == null) {
      shared = ServerProcess.run();
    }
    server = shared;
    server.start();
  }

  @AfterAll
  static void close() {
    ServerProcess over = shared;
    shared = null;
    if (over != null) {
      over.close();
    }
  }

  private ZkClient connect(Duration timeout) throws InterruptedException {
    return ZkClient.connect(
        ZkOptions.to(server.connectString()).handler(handler).sessionTimeout(timeout).build());
  }

  @Test
  void sessionOutlivesItsDeathAndRestart() throws Exception {
    try (ZkClient zk = connect(EnsembleSuite.SESSION)) {
      StateLog log = StateLog.of(zk);
      ZkSession session = EnsembleSuite.session(zk);
      zk.create("/e", EnsembleSuite.NOTHING, CreateOptions.EPHEMERAL);
      CreationBook fates = new CreationBook();

      try (Traffic traffic = Traffic.on(zk, fates)) {
        server.kill();
        log.await(ConnectionState.SUSPENDED);
        server.start();
        traffic.awaitMore(50);
      }

      assertSame(session, zk.session());
      assertEquals(session.id(), zk.exists("/e").orElseThrow().ephemeralOwner());
      assertEquals(List.of(ConnectionState.SUSPENDED, ConnectionState.CONNECTED), log.states());
      fates.verify(zk);
    }
  }

  @Test
  void whoeverKnewMoreThanAServerWithoutDataIsServedAnew() throws Exception {
    try (ZkClient zk = connect(Duration.ofSeconds(2))) {
      StateLog log = StateLog.of(zk);
      ZkSession session = EnsembleSuite.session(zk);
      for (int i = 0; i < 10; i++) {
        zk.create("/gone-" + handler + i, EnsembleSuite.NOTHING);
      }

      server.kill();
      server.eraseData();
      server.start();

      StateChange lost = log.await(ConnectionState.LOST).change();
      assertEquals(KeeperState.EXPIRED, lost.detail());
      assertSame(session, lost.session());
      StateChange back = log.await(ConnectionState.CONNECTED).change();
      assertNotEquals(session.id(), Objects.requireNonNull(back.session()).id());
      assertTrue(zk.exists("/gone-" + handler + 0).isEmpty());
      zk.create("/new-" + handler, EnsembleSuite.NOTHING);
    }
  }
}
