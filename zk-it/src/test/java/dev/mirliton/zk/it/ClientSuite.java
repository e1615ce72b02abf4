package dev.mirliton.zk.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.Node;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.Clients;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.FourLetterWord;
import dev.mirliton.zk.testing.TestServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/** What every test of a client has at hand: a server, a root of its own, clients on a handler. */
@SuppressWarnings("NullAway.Init") // JUnit sets them
abstract class ClientSuite {
  /** How long to wait for what ought to happen at once, also on a busy machine. */
  static final Duration LIMIT = Duration.ofSeconds(20);

  static final byte[] NOTHING = {};

  @Parameter String handler = "simulated"; // wherever it is no parameter
  TestServer server;
  Clients clients;

  @BeforeEach
  void meet(TestServer server, Clients clients) {
    this.server = server;
    this.clients = clients;
  }

  ZkOptions.Builder options() {
    return clients.options().handler(handler);
  }

  ZkOptions.Builder options(FaultProxy proxy) {
    return clients.options(proxy).handler(handler);
  }

  /** Returns options whose clients see the server's own root. */
  ZkOptions.Builder unrooted() {
    return options().root("/");
  }

  ZkClient connect() throws InterruptedException {
    return connect(options());
  }

  ZkClient connect(ZkOptions.Builder options) throws InterruptedException {
    return clients.connect(options.build());
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static String text(Node node) {
    return new String(node.data(), UTF_8);
  }

  /** Asks the server about itself. */
  String ask(String word) throws IOException {
    return FourLetterWord.ask(server.address(), word, LIMIT);
  }
}
