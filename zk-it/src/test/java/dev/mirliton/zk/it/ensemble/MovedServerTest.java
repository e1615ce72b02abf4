package dev.mirliton.zk.it.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.ServerProcess;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** A server that goes on at another address. */
@OnEveryHandler
class MovedServerTest extends EnsembleSuite {

  private void move(ServerProcess server) throws InterruptedException {
    ZkClient superuser =
        connect(options(ensemble.connectString()).authenticate(ensemble.superuser()));
    ensemble.move(server, superuser);
  }

  @Test
  void reconfigurationMovesAServerThatRuns() throws Exception {
    ServerProcess server = ensemble.followers().get(0);
    InetSocketAddress before = server.address();

    move(server);

    assertNotEquals(before.getPort(), server.port());
    assertTrue(server.isReady());
    try (Socket socket = new Socket()) {
      Assertions.assertThrows(ConnectException.class, () -> socket.connect(before, 2_000));
    }
    server.restart();
    ensemble.awaitAll();
  }

  @Test
  void clientFollowsANameWhoseServerMoved() throws Exception {
    ServerProcess server = ensemble.followers().get(0);
    // The proxy's port is the name that stays; the others are out of reach.
    ZkClient zk = connect(options(ensemble.proxy(server).connectString()));
    ZkSession session = session(zk);
    StateLog log = StateLog.of(zk);
    zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);

    move(server);
    ensemble.proxy(server).cut();
    log.await(ConnectionState.SUSPENDED);
    log.await(ConnectionState.CONNECTED);

    assertSame(session, zk.session());
    assertSame(server, ensemble.serverOf(zk));
    assertEquals(session.id(), zk.exists("/e").orElseThrow().ephemeralOwner());
  }

  @Test
  void clientWhoseListIsOutdatedFindsTheOthers() throws Exception {
    ServerProcess server = ensemble.followers().get(0);
    ZkClient zk = connect(options(ensemble.connectString()));
    ZkSession session = session(zk);
    StateLog log = StateLog.of(zk);

    move(server);
    CreationBook fates = new CreationBook();
    try (Traffic traffic = Traffic.on(zk, fates)) {
      for (ServerProcess each : ensemble.servers()) {
        each.restart();
        ensemble.awaitAll();
        traffic.awaitMore(20);
      }
    }

    assertSame(session, zk.session());
    assertFalse(log.saw(ConnectionState.LOST));
    fates.verify(zk);
  }
}
