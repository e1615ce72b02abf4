package dev.mirliton.zk.it.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AccessException;
import dev.mirliton.zk.Acl;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Identity;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.TlsKeys;
import dev.mirliton.zk.TlsOptions;
import dev.mirliton.zk.TlsPassword;
import dev.mirliton.zk.TlsTrust;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.Watched;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.ServerProcess;
import dev.mirliton.zk.testing.ServerTls;
import dev.mirliton.zk.testing.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What works in plain works through TLS; who a client is; certificates that change. */
@OnEveryRealHandler
@SuppressWarnings("NullAway.Init") // JUnit sets it
class TlsTest extends TlsSuite {
  private static final TestCertificate ALICE = AUTHORITY.client("CN=alice,O=Test");
  private static final TestCertificate BOB = AUTHORITY.certificate("CN=bob,O=Test").rsa().issue();
  private static final Identity ALICE_KNOWN = Identity.x509("CN=alice,O=Test");
  private static final Identity BOB_KNOWN = Identity.x509("CN=bob,O=Test");

  private static ServerProcess server;

  @BeforeAll
  static void startServer() throws InterruptedException {
    server =
        ServerProcess.with()
            .startLimit(LIMIT)
            .tls(ServerTls.by(AUTHORITY).welcoming(AUTHORITY))
            .run();
  }

  @AfterAll
  static void stopServer() {
    if (server != null) { // it may not have started
      server.close();
    }
  }

  private TlsKeys pem(TestCertificate certificate) {
    return TlsKeys.pem(
        certificate.writePem(directory.resolve("chain.pem")),
        certificate.writeKeyPem(directory.resolve("key.pem")));
  }

  private static List<Identity> known(ZkClient zk) throws InterruptedException {
    return zk.whoAmI().stream().filter(who -> who.scheme().equals("x509")).toList();
  }

  private String fresh(ZkClient zk) throws InterruptedException {
    return zk.create("/tls-", new byte[0], CreateOptions.PERSISTENT.sequential());
  }

  @Test
  void clientWithoutACertificateIsServedAndUnknown() throws Exception {
    ZkClient zk = connect(server.secureConnectString(), trusting());

    String path = fresh(zk);
    zk.set(path, bytes("blue"));

    assertArrayEquals(bytes("blue"), zk.get(path).data());
    assertEquals(List.of(), known(zk));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void certificateSaysWhoTheClientIs(String protocol) throws Exception {
    ZkClient zk =
        connect(server.secureConnectString(), trusting().keys(pem(ALICE)).protocols(protocol));

    assertEquals(List.of(ALICE_KNOWN), known(zk));
  }

  @Test
  void encryptedKeyIsOpenedByThePasswordInAFile() throws Exception {
    Path password = Files.writeString(directory.resolve("password"), "sesame\n");
    TlsKeys keys =
        TlsKeys.pem(
            BOB.writePem(directory.resolve("bob.pem")),
            BOB.writeKeyPem(directory.resolve("bob-key.pem"), "sesame"),
            TlsPassword.in(password));

    ZkClient zk = connect(server.secureConnectString(), trusting().keys(keys));

    assertEquals(List.of(BOB_KNOWN), known(zk));
  }

  @Test
  void storesServeAsWellAsPem() throws Exception {
    TlsPassword password = TlsPassword.of("sesame".toCharArray());
    TlsOptions tls =
        TlsOptions.DEFAULT
            .trust(
                TlsTrust.store(
                    AUTHORITY.writePkcs12(directory.resolve("trust.p12"), "sesame"), password))
            .keys(
                TlsKeys.store(
                    ALICE.writePkcs12(directory.resolve("keys.p12"), "sesame"), password));

    ZkClient zk = connect(server.secureConnectString(), tls);

    assertEquals(List.of(ALICE_KNOWN), known(zk));
  }

  @Test
  void contextOfTheUsersOwnServesAsWell() throws Exception {
    ZkClient zk = connect(server.secureConnectString(), TlsOptions.of(ALICE.context(AUTHORITY)));

    assertEquals(List.of(ALICE_KNOWN), known(zk));
  }

  @Test
  void znodeOfOneCertificateIsClosedToAnother() throws Exception {
    ZkClient alice = connect(server.secureConnectString(), TlsOptions.of(ALICE.context(AUTHORITY)));
    ZkClient bob = connect(server.secureConnectString(), TlsOptions.of(BOB.context(AUTHORITY)));
    CreateOptions sequential = CreateOptions.PERSISTENT.sequential();

    String own = alice.create("/own-", bytes("x"), sequential.withAcl(Acl.CREATOR_ALL));
    String shared =
        alice.create("/shared-", bytes("x"), sequential.withAcl(List.of(Acl.allowAll(BOB_KNOWN))));

    assertArrayEquals(bytes("x"), alice.get(own).data());
    assertEquals(List.of(Acl.allowAll(ALICE_KNOWN)), alice.acl(own).entries());
    assertThrows(AccessException.class, () -> bob.get(own));
    assertThrows(AccessException.class, () -> alice.get(shared));
    assertArrayEquals(bytes("x"), bob.get(shared).data());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void largeZnodesCross(String protocol) throws Exception {
    byte[] much = new byte[1_000_000];
    new Random(5).nextBytes(much);
    ZkClient zk = connect(server.secureConnectString(), trusting().protocols(protocol));
    String path = fresh(zk);

    zk.set(path, much);

    assertArrayEquals(much, zk.get(path).data());
    zk.delete(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void tornBytesAreWholeRecords(String protocol) throws Exception {
    FaultProxy proxy = proxyTo(server.secureAddress());
    proxy.tear(Direction.TO_CLIENT);
    proxy.tear(Direction.TO_SERVER);
    ZkClient zk = connect(proxy.connectString(), trusting().keys(pem(ALICE)).protocols(protocol));

    String path = fresh(zk);
    zk.set(path, bytes("in the smallest of pieces"));

    assertArrayEquals(bytes("in the smallest of pieces"), zk.get(path).data());
  }

  @Test
  void sessionAndWatchesSurviveAReconnect() throws Exception {
    FaultProxy proxy = proxyTo(server.secureAddress());
    ZkClient zk = connect(proxy.connectString(), trusting());
    ZkClient other = connect(server.secureConnectString(), trusting());
    String path = fresh(zk);
    Watched<Node> watched = zk.getAndWatch(path);
    ZkSession session = zk.session();

    reconnect(zk, proxy);
    other.set(path, bytes("changed"));

    assertTrue(
        watched.watch().next(LIMIT).orElseThrow() instanceof WatchEvent.DataChanged,
        "the watch was set again");
    assertSame(session, zk.session());
  }

  /** Breaks the connection, and returns when there is another. */
  private static void reconnect(ZkClient zk, FaultProxy proxy) throws InterruptedException {
    CountDownLatch lost = new CountDownLatch(1);
    Registration listening =
        zk.onStateChange(
            change -> {
              if (change.state() == ConnectionState.SUSPENDED) {
                lost.countDown();
              }
            });
    proxy.reset();
    assertTrue(lost.await(LIMIT.toSeconds(), TimeUnit.SECONDS), "the connection was not lost");
    listening.close();
    zk.awaitConnected(LIMIT);
    zk.sync("/");
  }

  @Test
  void newClientCertificateHoldsFromTheNextConnection() throws Exception {
    FaultProxy proxy = proxyTo(server.secureAddress());
    ZkClient zk = connect(proxy.connectString(), trusting().keys(pem(ALICE)));
    assertEquals(List.of(ALICE_KNOWN), known(zk));
    ZkSession session = zk.session();

    BOB.writePem(directory.resolve("chain.pem")); // and not the key: they do not match yet
    reconnect(zk, proxy);
    List<Identity> meanwhile = known(zk);
    BOB.writeKeyPem(directory.resolve("key.pem"));
    reconnect(zk, proxy);

    assertEquals(List.of(ALICE_KNOWN), meanwhile);
    assertEquals(List.of(BOB_KNOWN), known(zk));
    assertSame(session, zk.session());
  }

  @Test
  void filesThatCannotBeUsedAnyMoreAreNotMissed() throws Exception {
    FaultProxy proxy = proxyTo(server.secureAddress());
    ZkClient zk = connect(proxy.connectString(), trusting().keys(pem(ALICE)));

    Files.delete(authorityPem);
    Files.writeString(directory.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nMIG");
    reconnect(zk, proxy);

    assertEquals(List.of(ALICE_KNOWN), known(zk));
  }

  @Test
  void trustThatIsGivenLaterLetsAWaitingClientConnect() throws Exception {
    Path trust = OTHER.writePem(directory.resolve("trust.pem"));
    ZkClient zk =
        start(server.secureConnectString(), TlsOptions.DEFAULT.trust(TlsTrust.pem(trust)));
    assertFalse(connectsWithin(zk, 300), "the server is not trusted yet");

    Files.move(authorityPem, trust, StandardCopyOption.REPLACE_EXISTING);

    zk.awaitConnected(LIMIT);
  }

  private static boolean connectsWithin(ZkClient zk, int millis) throws InterruptedException {
    try {
      zk.awaitConnected(java.time.Duration.ofMillis(millis));
      return true;
    } catch (dev.mirliton.zk.DeadlineExceededException notYet) {
      return false;
    }
  }
}
