package dev.mirliton.zk.it.ensemble;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.Ensemble;
import dev.mirliton.zk.testing.EnsembleSetup;
import dev.mirliton.zk.testing.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/**
 * What every test of a failing ensemble has at hand: the ensemble, one for all tests of a class and
 * whole before each; and clients that are closed after it.
 */
@SuppressWarnings("NullAway.Init") // JUnit sets them
abstract class EnsembleSuite {
  /** How long to wait for what ought to happen soon, also on a busy machine. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  /** Longer than an election takes here, so that a session ends only if it should. */
  static final Duration SESSION = Duration.ofSeconds(6);

  static final byte[] NOTHING = {};

  private static final AtomicInteger ROOTS = new AtomicInteger();
  private static @Nullable Ensemble shared; // by the tests of one class

  @Parameter String handler;
  Ensemble ensemble;
  private final String root = "/t" + ROOTS.incrementAndGet();
  private final List<ZkClient> clients = new ArrayList<>();

  /** Describes the ensemble that the class wants. */
  EnsembleSetup setup() {
    return Ensemble.with();
  }

  @BeforeEach
  void gather() throws InterruptedException {
    if (shared == null) {
      shared = setup().run();
    }
    ensemble = shared;
    ensemble.restore();
  }

  @AfterEach
  void closeClients() {
    clients.forEach(ZkClient::close);
  }

  @AfterAll
  static void closeEnsemble() {
    Ensemble over = shared;
    shared = null;
    if (over != null) {
      over.close();
    }
  }

  /** Returns options for a root of this test's own. */
  ZkOptions.Builder options(String hosts) {
    return ZkOptions.to(hosts)
        .root(root)
        .handler(handler)
        .sessionTimeout(SESSION)
        .connectTimeout(Duration.ofSeconds(1))
        .handshakeTimeout(Duration.ofSeconds(1));
  }

  ZkClient connect(ZkOptions.Builder options) throws InterruptedException {
    ZkClient client = ZkClient.connect(options.build());
    clients.add(client);
    client.ensurePath("/");
    return client;
  }

  /** Connects to all servers, through their proxies. */
  ZkClient connect() throws InterruptedException {
    return connect(options(ensemble.proxiedConnectString()));
  }

  /** Connects to one server, with a client that knows all the others. */
  ZkClient connectTo(ServerProcess server) throws InterruptedException {
    return connectTo(server, options(ensemble.proxiedConnectString()));
  }

  /** Connects to one server, with a client that was given all of them, by their proxies. */
  ZkClient connectTo(ServerProcess server, ZkOptions.Builder options) throws InterruptedException {
    for (ServerProcess other : ensemble.servers()) {
      if (other != server) {
        ensemble.proxy(other).refuse();
      }
    }
    try {
      return connect(options);
    } finally {
      ensemble.heal();
    }
  }

  static ZkSession session(ZkClient zk) {
    return Objects.requireNonNull(zk.session(), "a session");
  }

  static void awaitConnected(ZkClient zk) throws InterruptedException {
    Await.until("CONNECTED", LIMIT, () -> zk.state() == ConnectionState.CONNECTED);
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
