package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // JUnit sets it
class ServerTlsTest {
  private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();
  private static ServerProcess server;

  @BeforeAll
  static void start() throws InterruptedException {
    server = ServerProcess.with().tls(ServerTls.by(AUTHORITY).welcoming(AUTHORITY)).run();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String ask(SSLContext context, String protocol) throws Exception {
    try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.setSoTimeout(20_000);
      socket.connect(server.secureAddress(), 20_000);
      socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      assertEquals(protocol, socket.getSession().getProtocol());
      return new String(answer, StandardCharsets.UTF_8);
    }
  }

  @Test
  void serverAnswersThroughBothVersionsOfTls() throws Exception {
    SSLContext context = AUTHORITY.client("CN=alice").context(AUTHORITY);

    assertTrue(ask(context, "TLSv1.2").contains("Mode: standalone"));
    assertTrue(ask(context, "TLSv1.3").contains("Mode: standalone"));
  }

  @Test
  void plainPortServesToo() throws Exception {
    assertTrue(server.isReady());
    assertTrue(
        FourLetterWord.ask(server.address(), "srvr", java.time.Duration.ofSeconds(20))
            .contains("Mode: standalone"));
  }

  @Test
  void clientOfAnotherAuthorityDoesNotTrustTheServer() {
    CertificateAuthority other = CertificateAuthority.create();
    SSLContext context = other.client("CN=alice").context(other);

    assertThrows(SSLException.class, () -> ask(context, "TLSv1.3"));
  }

  @Test
  void serverWithoutTlsHasNoSecureAddress() {
    try (ServerProcess plain = ServerProcess.with().prepare()) {
      assertThrows(IllegalStateException.class, plain::secureAddress);
    }
  }
}
