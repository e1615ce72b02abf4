package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AccessException;
import dev.mirliton.zk.Acl;
import dev.mirliton.zk.AuthenticationFailedException;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.DeadlineExceededException;
import dev.mirliton.zk.Identity;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.KerberosOptions;
import dev.mirliton.zk.ReconnectPolicy;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.SaslOptions;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.EmbeddedKdc;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.FreePort;
import dev.mirliton.zk.testing.ServerProcess;
import dev.mirliton.zk.testing.Sessions;
import dev.mirliton.zk.testing.simulation.RealWorld;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Principals of a Kerberos realm. */
@EveryHandler
@Tag("no-server") // whatever the version under test: it has its own
@RealWorld("a KDC and SASL are not simulated")
class KerberosTest extends ClientSuite {
  private static final Identity APPS_NAME = new Identity("sasl", "app@" + EmbeddedKdc.REALM);

  @TempDir private Path directory;

  private static EmbeddedKdc kdc;
  private static ServerProcess kerberized;
  private static Registration here;
  private static Path keytab;

  @BeforeAll
  static void start() throws Exception {
    kdc = EmbeddedKdc.run();
    here = kdc.useHere();
    keytab = kdc.keytab("app");
    kdc.add("clerk", "secret");
    kerberized =
        ServerProcess.with()
            .sasl(
                EmbeddedKdc.serverSection("zookeeper/localhost", kdc.keytab("zookeeper/localhost")))
            .systemProperty("java.security.krb5.conf", kdc.configuration().toString())
            .run();
  }

  @AfterAll
  static void stop() {
    kerberized.close();
    here.close();
    kdc.close();
  }

  private static KerberosOptions app() {
    return SaslOptions.kerberos("app", keytab);
  }

  /** Returns options that share their login with none before: nobody has a ticket yet. */
  private KerberosOptions appAnew() throws IOException {
    Path copy = Files.createTempFile(directory, "app", ".keytab");
    return SaslOptions.kerberos(
        "app", Files.copy(keytab, copy, StandardCopyOption.REPLACE_EXISTING));
  }

  private static String byName(int port) {
    return "localhost:" + port;
  }

  private ZkOptions.Builder to(String hosts) {
    return ZkOptions.to(hosts)
        .handler(handler)
        .reconnect(new ReconnectPolicy(Duration.ofMillis(10), Duration.ofMillis(200), 0));
  }

  private ZkClient as(SaslOptions principal) throws InterruptedException {
    return connect(to(byName(kerberized.port())).sasl(principal));
  }

  /** Fails to connect, and returns why the last attempt failed. */
  private String whyNot(ZkOptions.Builder options) {
    DeadlineExceededException failure =
        assertThrows(
            DeadlineExceededException.class,
            () -> clients.connect(options.connectDeadline(Duration.ofMillis(1500)).build()));
    return String.valueOf(failure.getCause());
  }

  private static AuthenticationFailedException refused(ZkOptions.Builder options) {
    return assertThrows(
        AuthenticationFailedException.class, () -> ZkClient.connect(options.build()).close());
  }

  private static Configuration jaas(Map<String, String> options) {
    return new Configuration() {
      @Override
      public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
        return new AppConfigurationEntry[] {
          new AppConfigurationEntry(
              "com.sun.security.auth.module.Krb5LoginModule",
              LoginModuleControlFlag.REQUIRED,
              options)
        };
      }
    };
  }

  private static Configuration jaasByKeytab() {
    return jaas(
        Map.of(
            "refreshKrb5Config", "true",
            "doNotPrompt", "true",
            "useKeyTab", "true",
            "keyTab", keytab.toString(),
            "principal", "app"));
  }

  @Test
  void principalOfAKeytabIsKnownToTheServer() throws Exception {
    assertTrue(as(app()).whoAmI().contains(APPS_NAME));
  }

  @Test
  void ticketOfACacheWillDo() throws Exception {
    Path cache = kdc.ticketCache("clerk", "secret");

    ZkClient clerk = as(SaslOptions.kerberosFromTicketCache(cache));

    assertTrue(clerk.whoAmI().contains(new Identity("sasl", "clerk@" + EmbeddedKdc.REALM)));
  }

  @Test
  void sectionOfTheJaasConfigurationWillDo() throws Exception {
    Configuration before = Configuration.getConfiguration();
    Configuration.setConfiguration(jaasByKeytab());
    try {
      assertTrue(as(SaslOptions.kerberosFromJaas("Client")).whoAmI().contains(APPS_NAME));
    } finally {
      Configuration.setConfiguration(before);
    }
  }

  @Test
  void subjectOfTheApplicationWillDo() throws Exception {
    LoginContext login = new LoginContext("app", new Subject(), null, jaasByKeytab());
    login.login();

    assertTrue(as(SaslOptions.kerberos(login.getSubject())).whoAmI().contains(APPS_NAME));
  }

  @Test
  void aclsOfPrincipalsGuardReadsAndWrites() throws Exception {
    ZkClient app = as(app());
    ZkClient nobody = connect(to(byName(kerberized.port())));
    CreateOptions guarded =
        CreateOptions.PERSISTENT.withAcl(List.of(Acl.allowAll(APPS_NAME))).sequential();

    String path = app.create("/guarded-", bytes("x"), guarded);

    assertEquals("x", text(app.get(path)));
    app.set(path, bytes("y"));
    assertThrows(AccessException.class, () -> nobody.get(path));
    assertThrows(AccessException.class, () -> nobody.set(path, NOTHING));
    app.delete(path, Version.ANY);
  }

  @Test
  void everyConnectionIsProvenAnew() throws Exception {
    ZkClient app = as(app());

    Sessions.disconnect(app, kerberized);
    assertTrue(app.whoAmI().contains(APPS_NAME));

    Told<StateChange> changes = Told.by(app);
    Sessions.expire(app, kerberized);
    Told.await(changes, ConnectionState.LOST);
    Told.await(changes, ConnectionState.CONNECTED);
    assertTrue(app.whoAmI().contains(APPS_NAME));
  }

  @Test
  void serverThatIsReachedByItsAddressCanBeNamed() throws Exception {
    String byAddress = kerberized.connectString();

    assertTrue(
        connect(to(byAddress).sasl(app().withServerPrincipal("zookeeper/localhost")))
            .whoAmI()
            .contains(APPS_NAME));
    assertTrue(
        connect(
                to(byAddress)
                    .sasl(
                        app()
                            .withServerPrincipal("zookeeper/localhost@" + EmbeddedKdc.REALM)
                            .withServerRealm("IGNORED")))
            .whoAmI()
            .contains(APPS_NAME));
    assertTrue(
        connect(to(byName(kerberized.port())).sasl(app().withServerRealm(EmbeddedKdc.REALM)))
            .whoAmI()
            .contains(APPS_NAME));
  }

  @Test
  void nameOfAnAddressIsLookedUpOnlyWhenAskedFor() throws Exception {
    String byAddress = kerberized.connectString();

    assertTrue(connect(to(byAddress).sasl(app().withCanonicalHost())).whoAmI().contains(APPS_NAME));
    String why = whyNot(to(byAddress).sasl(app()));
    assertTrue(why.contains("zookeeper/127.0.0.1@" + EmbeddedKdc.REALM), why);
  }

  @Test
  void serverThatTheKdcDoesNotKnowIsAFailedAttempt() {
    String why = whyNot(to(byName(kerberized.port())).sasl(app().withServiceName("nosuch")));

    assertTrue(why.contains("nosuch/localhost@" + EmbeddedKdc.REALM), why);
  }

  @Test
  void clientThatTheKdcDoesNotKnowIsRefused() throws Exception {
    String name = "gone-" + handler;
    Path old = kdc.keytab(name);
    kdc.remove(name);

    AuthenticationFailedException failure =
        refused(to(byName(kerberized.port())).sasl(SaslOptions.kerberos(name, old)));

    assertTrue(failure.toString().contains("no Kerberos login as " + name), failure.toString());
  }

  @Test
  void keytabThatIsNotThereIsNamed() {
    String why =
        whyNot(
            to(byName(kerberized.port()))
                .sasl(SaslOptions.kerberos("app", Path.of("/nosuch.keytab"))));

    assertTrue(why.contains("no Kerberos login as app by keytab /nosuch.keytab"), why);
  }

  @Test
  void clientOfAnotherWorldIsRefusedByTheServer() throws Exception {
    // The server takes no ticket that its own KDC did not make.
    try (EmbeddedKdc other = EmbeddedKdc.run()) {
      Path forged = other.keytab("app");
      other.keytab("zookeeper/localhost");
      Registration there = other.useHere();
      try {
        refused(to(byName(kerberized.port())).sasl(SaslOptions.kerberos("app", forged)));
      } finally {
        there.close();
      }
    }
  }

  @Test
  void kdcThatIsAwayIsAwaited() throws Exception {
    try (FaultProxy toKdc = FaultProxy.to(new InetSocketAddress("127.0.0.1", kdc.port()))) {
      toKdc.refuse();
      Registration there =
          EmbeddedKdc.useHere(kdc.configuration(toKdc.port(), Duration.ofHours(1)));
      try {
        KerberosOptions late = appAnew();
        String why = whyNot(to(byName(kerberized.port())).sasl(late));
        assertTrue(why.contains("no Kerberos login as app by"), why);
        ZkClient patient = clients.start(to(byName(kerberized.port())).sasl(late).build());

        toKdc.heal();

        patient.awaitConnected(LIMIT);
        assertTrue(patient.whoAmI().contains(APPS_NAME));
      } finally {
        there.close();
      }
    }
  }

  @Test
  void kdcThatIsSilentFailsTheAttemptInTime() throws Exception {
    try (FaultProxy toKdc = FaultProxy.to(new InetSocketAddress("127.0.0.1", kdc.port()))) {
      toKdc.blackhole();
      Registration there =
          EmbeddedKdc.useHere(kdc.configuration(toKdc.port(), Duration.ofHours(1)));
      try {
        KerberosOptions stuck = appAnew();
        String why =
            whyNot(
                to(byName(kerberized.port())).sasl(stuck).connectTimeout(Duration.ofMillis(500)));

        assertTrue(why.contains("no SASL within 500 ms"), why);
        assertTrue(why.contains("KDC"), why);
      } finally {
        there.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void connectionCutAnywhereInTheExchangeIsTriedAgain(Direction direction) throws Exception {
    try (FaultProxy proxy = FaultProxy.to(kerberized)) {
      for (int after = 1; after < 1000; after += 83) {
        proxy.cutAfter(direction, after);

        try (ZkClient app = ZkClient.connect(to(byName(proxy.port())).sasl(app()).build())) {
          assertTrue(app.whoAmI().contains(APPS_NAME), "cut after " + after + " bytes");
        }

        proxy.heal();
      }
    }
  }

  @Test
  void kdcThatIsNotThereIsNoRefusal() throws Exception {
    Registration there =
        EmbeddedKdc.useHere(kdc.configuration(FreePort.find(), Duration.ofHours(1)));
    try {
      ZkClient zk = clients.start(to(byName(kerberized.port())).sasl(appAnew()).build());

      assertThrows(DeadlineExceededException.class, () -> zk.awaitConnected(Duration.ofSeconds(1)));

      assertEquals(KeeperState.CONNECTING, zk.detail());
    } finally {
      there.close();
    }
  }
}
