package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.testing.WireSession.CreateFlag;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static EmbeddedServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server = EmbeddedServer.run();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void expiredSessionIsForgottenWithItsEphemerals() throws Exception {
    try (WireSession victim = WireSession.open(server.address(), LIMIT, LIMIT);
        WireSession witness = WireSession.open(server.address(), LIMIT, LIMIT)) {
      victim.create("/mortal", CreateFlag.EPHEMERAL);

      Sessions.expire(victim.id(), victim.password(), server.address());

      assertFalse(witness.children("/").contains("mortal"));
      assertThrows(IOException.class, () -> victim.children("/"));
      try (WireSession back =
          WireSession.attach(server.address(), victim.id(), victim.password(), LIMIT, LIMIT)) {
        assertTrue(back.isRefused());
      }
    }
  }

  @Test
  void expiringTwiceIsTheSameAsOnce() throws Exception {
    try (WireSession victim = WireSession.open(server.address(), LIMIT, LIMIT)) {
      Sessions.expire(victim.id(), victim.password(), server.address());

      Sessions.expire(victim.id(), victim.password(), server.address());

      try (WireSession back =
          WireSession.attach(server.address(), victim.id(), victim.password(), LIMIT, LIMIT)) {
        assertTrue(back.isRefused());
      }
    }
  }

  @Test
  void disconnectedSessionLivesOn() throws Exception {
    try (WireSession victim = WireSession.open(server.address(), LIMIT, LIMIT)) {
      Sessions.disconnect(victim.id(), victim.password(), LIMIT, server.address());

      assertThrows(IOException.class, () -> victim.children("/"));
      try (WireSession back =
          WireSession.attach(server.address(), victim.id(), victim.password(), LIMIT, LIMIT)) {
        assertFalse(back.isRefused());
      }
    }
  }

  @Test
  void unknownSessionCannotBeDisconnected() {
    assertThrows(
        IllegalStateException.class,
        () -> Sessions.disconnect(4711, new byte[16], LIMIT, server.address()));
  }
}
