package dev.mirliton.zk.testing;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class SessionsTest extends SessionTests {
  private static EmbeddedServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server = EmbeddedServer.run();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  InetSocketAddress address() {
    return server.address();
  }
}
