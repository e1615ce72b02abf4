package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.testing.WireSession.CreateFlag;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is done to sessions, whoever serves them. */
abstract class SessionTests {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Returns where a server serves. */
  abstract InetSocketAddress address();

  @Test
  void expiredSessionIsForgottenWithItsEphemerals() throws Exception {
    try (WireSession victim = WireSession.open(address(), LIMIT, LIMIT);
        WireSession witness = WireSession.open(address(), LIMIT, LIMIT)) {
      victim.create("/mortal", CreateFlag.EPHEMERAL);

      Sessions.expire(victim.id(), victim.password(), address());

      assertFalse(witness.children("/").contains("mortal"));
      assertThrows(IOException.class, () -> victim.children("/"));
      try (WireSession back =
          WireSession.attach(address(), victim.id(), victim.password(), LIMIT, LIMIT)) {
        assertTrue(back.isRefused());
      }
    }
  }

  @Test
  void expiringTwiceIsTheSameAsOnce() throws Exception {
    try (WireSession victim = WireSession.open(address(), LIMIT, LIMIT)) {
      Sessions.expire(victim.id(), victim.password(), address());

      Sessions.expire(victim.id(), victim.password(), address());

      try (WireSession back =
          WireSession.attach(address(), victim.id(), victim.password(), LIMIT, LIMIT)) {
        assertTrue(back.isRefused());
      }
    }
  }

  @Test
  void disconnectedSessionLivesOn() throws Exception {
    try (WireSession victim = WireSession.open(address(), LIMIT, LIMIT)) {
      Sessions.disconnect(victim.id(), victim.password(), LIMIT, address());

      assertThrows(IOException.class, () -> victim.children("/"));
      try (WireSession back =
          WireSession.attach(address(), victim.id(), victim.password(), LIMIT, LIMIT)) {
        assertFalse(back.isRefused());
      }
    }
  }

  @Test
  void unknownSessionCannotBeDisconnected() {
    assertThrows(
        IllegalStateException.class,
        () -> Sessions.disconnect(4711, new byte[16], LIMIT, address()));
  }
}
