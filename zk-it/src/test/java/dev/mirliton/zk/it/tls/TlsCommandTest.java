package dev.mirliton.zk.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ConnectionLossException;
import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.ServerProcess;
import dev.mirliton.zk.testing.ServerTls;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client that uses TLS asks servers about themselves through TLS too. */
@OnEveryRealHandler
@SuppressWarnings("NullAway.Init") // JUnit sets it
class TlsCommandTest extends TlsSuite {
  private static ServerProcess server;

  @BeforeAll
  static void startServer() throws InterruptedException {
    server = ServerProcess.with().tls(ServerTls.by(AUTHORITY).welcoming(AUTHORITY)).run();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void answersAreWhole() throws Exception {
    ZkClient zk = connect(server.secureConnectString(), trusting());

    String first = zk.command("mntr");

    assertTrue(first.contains("zk_version") && first.endsWith("\n"), first);
    assertEquals("imok", zk.command("ruok"));
    assertTrue(zk.serverVersion().isAtLeast(3, 5, 0));
  }

  @Test
  void aPortWithoutTlsIsNotAsked() throws Exception {
    ZkClient zk = connect(server.secureConnectString(), trusting());
    Hosts.Server plain = Hosts.parse(server.connectString()).servers().get(0);

    assertThrows(ConnectionLossException.class, () -> zk.command("ruok", plain));
  }
}
