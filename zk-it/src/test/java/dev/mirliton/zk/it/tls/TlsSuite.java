package dev.mirliton.zk.it.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.DeadlineExceededException;
import dev.mirliton.zk.TlsOptions;
import dev.mirliton.zk.TlsTrust;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.CertificateAuthority;
import dev.mirliton.zk.testing.FaultProxy;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** What every test of TLS has at hand: authorities, their files, clients that are closed. */
@SuppressWarnings("NullAway.Init") // JUnit sets them
abstract class TlsSuite {
  /** How long to wait for what ought to happen at once, also on a busy machine. */
  static final Duration LIMIT = Duration.ofSeconds(60);

  static final CertificateAuthority AUTHORITY = CertificateAuthority.create("CN=Test CA");
  static final CertificateAuthority OTHER = CertificateAuthority.create("CN=Other CA");

  @Parameter String handler;
  @TempDir Path directory;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** The authority's certificate as PEM. */
  Path authorityPem;

  @BeforeEach
  void writeAuthority() {
    authorityPem = AUTHORITY.writePem(directory.resolve("ca.pem"));
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened) { // clients before the proxies that they say goodbye through
      each.close();
    }
  }

  /** Returns options that trust the authority alone. */
  TlsOptions trusting() {
    return TlsOptions.DEFAULT.trust(TlsTrust.pem(authorityPem));
  }

  ZkOptions.Builder options(String hosts, TlsOptions tls) {
    return ZkOptions.to(hosts).handler(handler).tls(tls).sessionTimeout(Duration.ofSeconds(20));
  }

  ZkClient connect(String hosts, TlsOptions tls) throws InterruptedException {
    return connect(options(hosts, tls));
  }

  ZkClient connect(ZkOptions.Builder options) throws InterruptedException {
    return keep(ZkClient.connect(options.connectDeadline(LIMIT).build()));
  }

  ZkClient start(String hosts, TlsOptions tls) {
    return keep(ZkClient.start(options(hosts, tls).build()));
  }

  FaultProxy proxyTo(InetSocketAddress target) {
    return keep(FaultProxy.to(target));
  }

  private <T extends AutoCloseable> T keep(T made) {
    opened.push(made);
    return made;
  }

  /** Asserts that no client can connect so, and is told why. */
  void assertRefused(String hosts, TlsOptions tls, String... words) throws InterruptedException {
    // Tried again: a first handshake may take longer than the deadline on a busy machine.
    ZkOptions options = options(hosts, tls).connectDeadline(Duration.ofMillis(700)).build();
    Await.untilAsserted(
        LIMIT,
        () -> {
          DeadlineExceededException failed =
              assertThrows(
                  DeadlineExceededException.class, () -> ZkClient.connect(options).close());
          String why = String.valueOf(failed.getCause());
          for (String word : words) {
            assertTrue(why.contains(word), () -> "'" + word + "' is not in: " + why);
          }
          assertTrue(why.contains(hosts), why);
        });
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
