package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AccessException;
import dev.mirliton.zk.Acl;
import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.AuthenticationFailedException;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.DeadlineExceededException;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.Identity;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.ReconnectPolicy;
import dev.mirliton.zk.SaslOptions;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.Watched;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.ServerClasspath;
import dev.mirliton.zk.testing.ServerProcess;
import dev.mirliton.zk.testing.Sessions;
import dev.mirliton.zk.testing.simulation.RealWorld;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Users with passwords, proven by SASL. */
@EveryHandler
@Tag("any-server")
@RealWorld("the model ensemble has no SASL")
class DigestMd5Test extends ClientSuite {
  private static final String JAAS =
      """
      Server {
        org.apache.zookeeper.server.auth.DigestLoginModule required
          user_bob="builder" user_eve="apple";
      };
      """;
  private static final SaslOptions BOB = SaslOptions.digestMd5("bob", "builder");
  private static final SaslOptions EVE = SaslOptions.digestMd5("eve", "apple");
  private static final Identity BOBS_NAME = new Identity("sasl", "bob");
  private static final CreateOptions BOBS =
      CreateOptions.PERSISTENT.withAcl(List.of(Acl.allowAll(BOBS_NAME)));

  private static ServerProcess withUsers;

  @BeforeAll
  static void startServer() throws Exception {
    withUsers = ServerProcess.with().sasl(JAAS).run();
  }

  @AfterAll
  static void closeServer() {
    withUsers.close();
  }

  private ZkOptions.Builder to(String hosts) {
    return ZkOptions.to(hosts)
        .handler(handler)
        .reconnect(new ReconnectPolicy.Backoff(Duration.ofMillis(10), Duration.ofMillis(100), 0));
  }

  private ZkClient as(SaslOptions user) throws InterruptedException {
    return connect(to(withUsers.connectString()).sasl(user));
  }

  @Test
  void serverKnowsWhoProvedIt() throws Exception {
    assertTrue(as(BOB).whoAmI().contains(BOBS_NAME));
  }

  @Test
  void aclsOfUsersGuardReadsAndWrites() throws Exception {
    ZkClient bob = as(BOB);
    ZkClient eve = as(EVE);
    ZkClient nobody = connect(to(withUsers.connectString()));

    String path = bob.create("/guarded-", bytes("x"), BOBS.sequential());

    assertEquals("x", text(bob.get(path)));
    bob.set(path, bytes("y"));
    for (ZkClient other : List.of(eve, nobody)) {
      assertThrows(AccessException.class, () -> other.get(path));
      assertThrows(AccessException.class, () -> other.set(path, NOTHING));
    }
    bob.delete(path, Version.ANY);
  }

  @Test
  void wrongPasswordEndsTheClient() throws Exception {
    refused(SaslOptions.digestMd5("bob", "wrecker"));
  }

  @Test
  void unknownUserEndsTheClient() throws Exception {
    refused(SaslOptions.digestMd5("mallory", "builder"));
  }

  private void refused(SaslOptions user) throws Exception {
    ZkClient zk = clients.start(to(withUsers.connectString()).sasl(user).build());
    Told<StateChange> changes = Told.by(zk);

    AuthenticationFailedException failure =
        assertThrows(AuthenticationFailedException.class, () -> zk.awaitConnected(LIMIT));

    assertTrue(failure.toString().contains("refused the client by SASL"), failure.getMessage());
    assertEquals(KeeperState.AUTH_FAILED, zk.detail());
    AuthenticationFailedException later =
        assertThrows(AuthenticationFailedException.class, () -> zk.get("/"));
    assertEquals(Fate.NOT_SENT, later.fate());
    assertFalse(changes.rest().stream().anyMatch(c -> c.state() == ConnectionState.CONNECTED));
  }

  @Test
  void everyConnectionIsProvenAnew() throws Exception {
    ZkClient bob = as(BOB);
    String path = bob.create("/guarded-", bytes("x"), BOBS.sequential());
    Watched<Node> seen = bob.getAndWatch(path);

    Told<StateChange> changes = Told.by(bob);
    Sessions.disconnect(bob, withUsers);
    Told.await(changes, ConnectionState.SUSPENDED); // before that it writes to who is gone
    Told.await(changes, ConnectionState.CONNECTED);

    bob.set(path, bytes("y"));
    assertEquals(path, seen.watch().next(LIMIT).orElseThrow().path());
    bob.delete(path, Version.ANY);
  }

  @Test
  void newSessionIsProvenToo() throws Exception {
    ZkClient bob = as(BOB);
    Told<StateChange> changes = Told.by(bob);

    Sessions.expire(bob, withUsers);

    Told.await(changes, ConnectionState.LOST);
    Told.await(changes, ConnectionState.CONNECTED);
    assertTrue(bob.whoAmI().contains(BOBS_NAME));
  }

  @Test
  void credentialsFollowSasl() throws Exception {
    ZkClient both =
        connect(
            to(withUsers.connectString())
                .sasl(BOB)
                .authenticate(Authentication.digest("ann", "secret")));

    List<Identity> us = both.whoAmI();

    assertTrue(us.contains(BOBS_NAME), us.toString());
    assertTrue(us.contains(new Identity("digest", "ann")), us.toString());
  }

  @Test
  void userThatWasRemovedMeanwhileIsRefusedOnTheReconnect() throws Exception {
    try (ServerProcess server = ServerProcess.with().sasl(JAAS).run()) {
      ZkClient bob = connect(to(server.connectString()).sasl(BOB));
      Told<StateChange> changes = Told.by(bob);
      server.stop();
      Files.writeString(
          server.directory().resolve("jaas.conf"), JAAS.replace("user_bob=\"builder\"", ""));

      server.start();

      assertEquals(KeeperState.AUTH_FAILED, Told.await(changes, ConnectionState.LOST).detail());
      assertThrows(AuthenticationFailedException.class, () -> bob.get("/"));
    }
  }

  @Test
  void serverWithoutSaslIsNotWhatWasAskedFor() {
    ZkOptions options =
        to(server.connectString()).sasl(BOB).connectDeadline(Duration.ofSeconds(1)).build();

    DeadlineExceededException failure =
        assertThrows(DeadlineExceededException.class, () -> clients.connect(options));

    assertTrue(
        String.valueOf(failure.getCause()).contains("the server does no SASL"),
        () -> String.valueOf(failure.getCause()));
  }

  @Test
  void serverThatServesWhomItDoesNotBelieveIsNotBelieved() throws Exception {
    try (ServerProcess lax =
        ServerProcess.with()
            .sasl(JAAS)
            .systemProperty("zookeeper.allowSaslFailedClients", "true")
            .run()) {
      ZkOptions options =
          to(lax.connectString()).sasl(SaslOptions.digestMd5("bob", "wrecker")).build();

      assertThrows(AuthenticationFailedException.class, () -> clients.connect(options));
    }
  }

  @Test
  void serverOfThe34LineRefusesByClosingTheConnection() throws Exception {
    ServerClasspath jars = ServerClasspath.ofVersion("3.4.14");
    try (ServerProcess old = ServerProcess.with().classpath(jars).sasl(JAAS).run()) {
      ZkClient bob = connect(to(old.connectString()).sasl(BOB));
      bob.create("/guarded", bytes("x"), BOBS);
      assertEquals("x", text(bob.get("/guarded")));
      ZkOptions.Builder mallory =
          to(old.connectString())
              .sasl(SaslOptions.digestMd5("bob", "wrecker"))
              .connectDeadline(Duration.ofSeconds(1));

      DeadlineExceededException failure =
          assertThrows(DeadlineExceededException.class, () -> clients.connect(mallory.build()));

      assertTrue(
          String.valueOf(failure.getCause()).contains("before 3.5 it does so to refuse"),
          () -> String.valueOf(failure.getCause()));
      bob.close();
    }
  }

  /** Cuts before, in and behind each of the packets that are exchanged before CONNECTED. */
  @ParameterizedTest
  @EnumSource
  void connectionCutAnywhereInTheExchangeIsTriedAgain(Direction direction) throws Exception {
    try (FaultProxy proxy = FaultProxy.to(withUsers)) {
      for (int after = 1; after < 400; after += 31) {
        proxy.cutAfter(direction, after);

        try (ZkClient bob = ZkClient.connect(to(proxy.connectString()).sasl(BOB).build())) {
          assertTrue(bob.whoAmI().contains(BOBS_NAME), "cut after " + after + " bytes");
        }

        proxy.heal();
      }
    }
  }

  @Test
  void tornTokensAreWhole() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(withUsers)) {
      proxy.tear(Direction.TO_SERVER);
      proxy.tear(Direction.TO_CLIENT);

      try (ZkClient bob = ZkClient.connect(to(proxy.connectString()).sasl(BOB).build())) {
        assertTrue(bob.whoAmI().contains(BOBS_NAME));
      }
    }
  }
}
