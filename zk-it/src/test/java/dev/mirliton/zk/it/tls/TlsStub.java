package dev.mirliton.zk.it.tls;

import dev.mirliton.zk.testing.TestCertificate;
import dev.mirliton.zk.testing.World;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A server that goes through the TLS handshake and hangs up: what clients say to it before they say
 * anything else.
 */
final class TlsStub implements AutoCloseable {
  private final SSLServerSocket socket;
  private final Thread thread;
  private final LinkedBlockingQueue<Handshake> handshakes = new LinkedBlockingQueue<>();

  /**
   * How one went.
   *
   * @param names what the client announced
   * @param protocol the version that both agreed on
   * @param cipherSuite what they encrypt with
   * @param failure null if it was completed
   */
  record Handshake(
      List<String> names, String protocol, String cipherSuite, @Nullable IOException failure) {}

  TlsStub(TestCertificate shown, String... protocols) throws IOException {
    socket = (SSLServerSocket) shown.context().getServerSocketFactory().createServerSocket();
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    socket.bind(new java.net.InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50);
    thread = World.current().startThread("tls-stub", this::serve);
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (SSLSocket client = (SSLSocket) socket.accept()) {
        client.setSoTimeout(10_000);
        handshakes.add(meet(client));
      } catch (IOException gone) {
        // The test is over.
      }
    }
  }

  private static Handshake meet(SSLSocket client) {
    IOException failure = null;
    try {
      client.startHandshake();
      client.getInputStream().read(); // whether the client is content, too
    } catch (IOException refused) {
      failure = refused;
    }
    ExtendedSSLSession session = (ExtendedSSLSession) client.getSession();
    List<String> names =
        failure != null
            ? List.of()
            : session.getRequestedServerNames().stream()
                .map(name -> ((SNIHostName) name).getAsciiName())
                .toList();
    return new Handshake(names, session.getProtocol(), session.getCipherSuite(), failure);
  }

  int port() {
    return socket.getLocalPort();
  }

  String connectString() {
    return "127.0.0.1:" + port();
  }

  /** Waits for the next handshake that was completed, or not. */
  Handshake next() throws InterruptedException {
    Handshake next = handshakes.poll(TlsSuite.LIMIT.toSeconds(), TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no client came");
    }
    return next;
  }

  @Override
  public void close() throws IOException {
    socket.close();
    try {
      thread.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
