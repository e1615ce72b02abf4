package dev.mirliton.zk.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.Clients;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.NoLeaks;
import dev.mirliton.zk.testing.Sessions;
import dev.mirliton.zk.testing.TestServer;
import dev.mirliton.zk.testing.ZooKeeperTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a test may rely on when it asks for servers, clients and faults, on any handler. */
@NoLeaks
@ZooKeeperTest
interface HarnessContract {
  Duration LIMIT = Duration.ofSeconds(15);

  @BeforeEach
  default void rootIsEmptyAtFirst(ZkClient zk) throws Exception {
    assertEquals(List.of(), zk.children("/"));
  }

  @Test
  default void injectedClientIsConnectedAndTheSameThroughoutATest(ZkClient zk, ZkClient same)
      throws Exception {
    assertSame(zk, same);
    assertEquals(ConnectionState.CONNECTED, zk.state());
    zk.create("/colour", "blue".getBytes(UTF_8));
    assertEquals("blue", new String(zk.get("/colour").data(), UTF_8));
  }

  @Test
  default void moreClientsShareTheRoot(ZkClient zk, Clients clients, ZkOptions options)
      throws Exception {
    zk.create("/shared", new byte[0]);

    assertEquals(List.of("shared"), clients.connect().children("/"));
    try (ZkClient byHand = ZkClient.connect(options)) {
      assertEquals(List.of("shared"), byHand.children("/"));
    }
  }

  @Test
  default void expiredClientLosesItsSessionAndGetsAnother(ZkClient zk, TestServer server)
      throws Exception {
    BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
    zk.onStateChange(change -> states.add(change.state()));
    ZkSession first = session(zk);
    zk.create("/mortal", new byte[0], CreateOptions.EPHEMERAL);

    Sessions.expire(zk, server);

    // The client may come back with its session once or twice before it is ended for good.
    Await.until("LOST", LIMIT, () -> states.poll() == ConnectionState.LOST);
    awaitState(states, ConnectionState.CONNECTED);
    assertNotEquals(first.id(), session(zk).id());
    assertTrue(zk.exists("/mortal").isEmpty());
  }

  @Test
  default void disconnectedClientComesBackWithItsSession(ZkClient zk, TestServer server)
      throws Exception {
    BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
    zk.onStateChange(change -> states.add(change.state()));
    ZkSession first = session(zk);
    zk.create("/kept", new byte[0], CreateOptions.EPHEMERAL);

    Sessions.disconnect(zk, server);

    awaitState(states, ConnectionState.SUSPENDED);
    awaitState(states, ConnectionState.CONNECTED);
    assertEquals(first.id(), session(zk).id());
    assertTrue(zk.exists("/kept").isPresent());
  }

  @Test
  default void clientBehindAProxyFeelsItsCuts(Clients clients, TestServer server) throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = ZkClient.connect(clients.options(proxy).build())) {
      BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
      zk.onStateChange(change -> states.add(change.state()));

      proxy.refuse();
      proxy.cut();

      awaitState(states, ConnectionState.SUSPENDED);
      proxy.heal();
      awaitState(states, ConnectionState.CONNECTED);
    }
  }

  @Test
  default void sessionOutlivesARestartOfTheServer(ZkClient zk, TestServer server) throws Exception {
    ZkSession first = session(zk);

    server.restart();

    Await.until("the client to come back", LIMIT, () -> zk.exists("/").isPresent());
    assertEquals(first.id(), session(zk).id());
  }

  private static ZkSession session(ZkClient zk) {
    ZkSession session = zk.session();
    assertNotNull(session);
    return session;
  }

  private static void awaitState(BlockingQueue<ConnectionState> states, ConnectionState wanted)
      throws InterruptedException {
    assertEquals(wanted, states.poll(LIMIT.toSeconds(), TimeUnit.SECONDS));
  }
}
