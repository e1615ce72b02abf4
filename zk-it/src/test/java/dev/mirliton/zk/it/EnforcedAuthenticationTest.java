package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.AuthenticationFailedException;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.SaslOptions;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.ServerProcess;
import dev.mirliton.zk.testing.simulation.RealWorld;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that serves only those who authenticated by SASL. */
@EveryHandler
@Tag("no-server") // whatever the version under test: it has its own
@RealWorld("the model ensemble enforces no authentication")
class EnforcedAuthenticationTest extends ClientSuite {
  private static final int REFUSAL = -124;
  private static final String JAAS =
      """
      Server {
        org.apache.zookeeper.server.auth.DigestLoginModule required user_bob="builder";
      };
      """;

  private static ServerProcess strict;

  @BeforeAll
  static void startServer() throws Exception {
    strict =
        ServerProcess.with()
            .sasl(JAAS)
            .setting("enforce.auth.enabled", "true")
            .setting("enforce.auth.schemes", "sasl")
            .run();
  }

  @AfterAll
  static void closeServer() {
    strict.close();
  }

  private ZkOptions.Builder toStrict() {
    return ZkOptions.to(strict.connectString()).handler(handler);
  }

  @Test
  void whoProvedItIsServed() throws Exception {
    ZkClient bob = connect(toStrict().sasl(SaslOptions.digestMd5("bob", "builder")));

    assertTrue(bob.exists("/zookeeper").isPresent());
  }

  @Test
  void whoDidNotEndsWithTheFirstRequest() throws Exception {
    ZkClient nobody = connect(toStrict());

    AuthenticationFailedException refused =
        assertThrows(AuthenticationFailedException.class, () -> nobody.get("/"));

    assertEquals(REFUSAL, refused.code());
    assertEquals(Fate.NOT_SENT, refused.fate());
    assertEquals(KeeperState.AUTH_FAILED, nobody.detail());
    AuthenticationFailedException later =
        assertThrows(AuthenticationFailedException.class, () -> nobody.get("/"));
    assertTrue(later.toString().contains("serves only those who"), later.getMessage());
  }

  @Test
  void whoDidNotAndIsIdleEndsWithTheFirstPing() throws Exception {
    ZkClient nobody = connect(toStrict().sessionTimeout(Duration.ofSeconds(1)));

    Await.until(LIMIT, () -> nobody.detail() == KeeperState.AUTH_FAILED);
  }

  @Test
  void credentialsOfAnotherSchemeDoNotDo() throws Exception {
    ZkClient ann = connect(toStrict().authenticate(Authentication.digest("ann", "secret")));

    assertThrows(AuthenticationFailedException.class, () -> ann.get("/"));
  }

  @Test
  void wrongPasswordIsRefusedAtOnce() {
    assertThrows(
        AuthenticationFailedException.class,
        () -> connect(toStrict().sasl(SaslOptions.digestMd5("bob", "wrecker"))));
  }
}
