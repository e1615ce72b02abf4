package dev.mirliton.zk.it.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mirliton.zk.TlsConfigurationException;
import dev.mirliton.zk.TlsKeys;
import dev.mirliton.zk.TlsOptions;
import dev.mirliton.zk.TlsPassword;
import dev.mirliton.zk.TlsTrust;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.ServerProcess;
import dev.mirliton.zk.testing.ServerTls;
import dev.mirliton.zk.testing.TestCertificate;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Whom a client refuses, who refuses a client, and what is said of it. */
@OnEveryRealHandler
@SuppressWarnings("NullAway.Init") // JUnit sets it
class TlsRefusalTest extends TlsSuite {
  private static final TestCertificate ALICE = AUTHORITY.client("CN=alice,O=Test");

  private static ServerProcess strict;

  @BeforeAll
  static void startServer() throws InterruptedException {
    strict =
        ServerProcess.with()
            .startLimit(LIMIT)
            .tls(ServerTls.by(AUTHORITY).requiring(AUTHORITY))
            .run();
  }

  @AfterAll
  static void stopServer() {
    if (strict != null) { // it may not have started
      strict.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void missingClientCertificateIsNamed(String protocol) throws Exception {
    assertRefused(
        strict.secureConnectString(),
        trusting().protocols(protocol),
        "requires a client certificate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void clientCertificateOfAnotherAuthorityIsNamed(String protocol) throws Exception {
    TestCertificate stranger = OTHER.client("CN=mallory");
    TlsKeys keys =
        TlsKeys.pem(
            stranger.writePem(directory.resolve("chain.pem")),
            stranger.writeKeyPem(directory.resolve("key.pem")));

    assertRefused(
        strict.secureConnectString(),
        trusting().keys(keys).protocols(protocol),
        "client certificate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void expiredClientCertificateIsNamed(String protocol) throws Exception {
    TestCertificate old = AUTHORITY.certificate("CN=alice,O=Test").expired().issue();
    TlsKeys keys =
        TlsKeys.pem(
            old.writePem(directory.resolve("chain.pem")),
            old.writeKeyPem(directory.resolve("key.pem")));

    assertRefused(
        strict.secureConnectString(),
        trusting().keys(keys).protocols(protocol),
        "refused the client certificate");
  }

  @Test
  void requiredCertificateOpensTheDoor() throws Exception {
    ZkClient zk = connect(strict.secureConnectString(), TlsOptions.of(ALICE.context(AUTHORITY)));

    assertTrue(zk.exists("/zookeeper").isPresent());
  }

  @Test
  void serverOfAnotherAuthorityIsRefused() throws Exception {
    try (TlsStub stub = new TlsStub(OTHER.server())) {
      assertRefused(stub.connectString(), trusting(), "nobody whom this client trusts", "ca.pem");
      assertRefused(stub.connectString(), TlsOptions.DEFAULT, "the JDK's trust store");
    }
  }

  @Test
  void serverOfAnotherHostIsRefused() throws Exception {
    try (TlsStub stub = new TlsStub(AUTHORITY.server("elsewhere.example", "10.1.2.3"))) {
      assertRefused(stub.connectString(), trusting(), "does not fit host 127.0.0.1");
      assertRefused("localhost:" + stub.port(), trusting(), "does not fit host localhost");
      assertRefused(
          stub.connectString(),
          trusting().serverName("zk.example"),
          "does not fit host zk.example");
    }
  }

  @Test
  void expiredServerCertificateIsRefused() throws Exception {
    TestCertificate old = AUTHORITY.certificate("CN=old").hosts("127.0.0.1").expired().issue();
    try (TlsStub stub = new TlsStub(old)) {
      assertRefused(stub.connectString(), trusting(), "has expired");
    }
  }

  @Test
  void clientThatIsRefusedTriesOnAndWarnsOnce() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("dev.mirliton.zk.client.tls");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try (TlsStub stub = new TlsStub(OTHER.server())) {
      ZkClient zk = start(stub.connectString(), trusting());
      for (int attempt = 1; attempt <= 4; attempt++) {
        assertNotNull(stub.next().failure(), "attempt " + attempt);
      }
      zk.close();
    } finally {
      logger.detachAppender(log);
    }

    List<String> warnings =
        List.copyOf(log.list).stream()
            .filter(event -> event.getLevel() == Level.WARN)
            .map(ILoggingEvent::getFormattedMessage)
            .toList();
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(warnings.get(0).contains("nobody whom this client trusts"), warnings.get(0));
  }

  @Test
  void serverThatSpeaksNoTlsIsNamed() throws Exception {
    assertRefused(strict.connectString(), trusting(), "perhaps it speaks no TLS at this port");
  }

  @Test
  void serverWithAnotherVersionOfTlsIsNamed() throws Exception {
    try (TlsStub stub = new TlsStub(AUTHORITY.server(), "TLSv1.3")) {
      assertRefused(
          stub.connectString(), trusting().protocols("TLSv1.2"), "no TLS version", "in common");
    }
  }

  /** Starts a client, and returns how the next handshake with it went. */
  private TlsStub.Handshake handshake(TlsStub stub, String host, TlsOptions tls)
      throws InterruptedException {
    ZkClient zk = start(host + ":" + stub.port(), tls);
    TlsStub.Handshake next = stub.next();
    zk.close();
    return next;
  }

  @Test
  void hostIsAnnouncedAsItIsConfigured() throws Exception {
    try (TlsStub stub = new TlsStub(AUTHORITY.server())) {
      assertEquals(List.of("localhost"), handshake(stub, "localhost", trusting()).names());
      assertEquals(List.of(), handshake(stub, "127.0.0.1", trusting()).names());
    }
  }

  @Test
  void otherNameIsAnnouncedAndChecked() throws Exception {
    try (TlsStub stub = new TlsStub(AUTHORITY.server("zk.example"))) {
      TlsStub.Handshake met = handshake(stub, "127.0.0.1", trusting().serverName("zk.example"));

      assertNull(met.failure());
      assertEquals(List.of("zk.example"), met.names());
    }
  }

  @Test
  void protocolsAndCipherSuitesAreThoseAskedFor() throws Exception {
    try (TlsStub stub = new TlsStub(AUTHORITY.server())) {
      TlsStub.Handshake old =
          handshake(
              stub,
              "127.0.0.1",
              trusting()
                  .protocols("TLSv1.2")
                  .cipherSuites("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"));
      TlsStub.Handshake today = handshake(stub, "127.0.0.1", trusting());

      assertEquals("TLSv1.2", old.protocol());
      assertEquals("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", old.cipherSuite());
      assertEquals("TLSv1.3", today.protocol());
    }
  }

  @Test
  void checksThatAreSwitchedOffAreOff() throws Exception {
    try (TlsStub elsewhere = new TlsStub(AUTHORITY.server("elsewhere.example"));
        TlsStub forged = new TlsStub(OTHER.certificate("CN=forged").expired().issue())) {
      TlsOptions unchecked = trusting().withoutHostNameCheck();

      assertNull(handshake(elsewhere, "127.0.0.1", unchecked).failure());
      assertFalse(handshake(forged, "127.0.0.1", unchecked).failure() == null);
      TlsOptions anybody = TlsOptions.DEFAULT.trust(TlsTrust.anybody());
      assertNull(handshake(forged, "127.0.0.1", anybody).failure());
    }
  }

  /** Returns what is said of options that no client can be made with. */
  private String refusal(TlsOptions tls) {
    ZkOptions options = options("127.0.0.1:1", tls).build();
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> ZkClient.start(options)).getMessage());
  }

  @Test
  void badFilesAreNamedBeforeAnythingIsConnected() {
    Path keys = ALICE.writePkcs12(directory.resolve("keys.p12"), "sesame");
    Path missing = directory.resolve("missing.pem");

    TlsConfigurationException absent =
        assertThrows(
            TlsConfigurationException.class,
            () ->
                ZkClient.start(
                    options("127.0.0.1:1", TlsOptions.DEFAULT.trust(TlsTrust.pem(missing)))
                        .build()));
    String wrong =
        refusal(trusting().keys(TlsKeys.store(keys, TlsPassword.of("open".toCharArray()))));

    assertEquals(missing, absent.file());
    assertTrue(String.valueOf(absent.getMessage()).contains("missing.pem"), absent.getMessage());
    assertTrue(wrong.contains("keys.p12: the password does not open it"), wrong);
    assertFalse(wrong.contains("open'"), wrong);
  }

  @Test
  void unknownProtocolsAndCipherSuitesAreNamed() {
    assertTrue(refusal(trusting().protocols("TLSv9")).contains("was TLSv9"));
    assertTrue(refusal(trusting().cipherSuites("ROT13")).contains("was ROT13"));
  }
}
