package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.testing.WireSession.CreateFlag;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EnsembleTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void anotherLeadsWhenTheLeaderIsKilledAndNothingIsLost() throws Exception {
    try (Ensemble ensemble = Ensemble.of(3)) {
      ServerProcess first = ensemble.leader();
      try (WireSession session = WireSession.open(first.address(), LIMIT, LIMIT)) {
        session.create("/kept", CreateFlag.PERSISTENT);
      }

      first.kill();

      ServerProcess second = ensemble.leader();
      assertNotSame(first, second);
      try (WireSession session = WireSession.open(second.address(), LIMIT, LIMIT)) {
        assertTrue(session.children("/").contains("kept"));
      }
      first.start();
      Await.until("the old leader to serve", LIMIT, first::isReady);
      assertEquals(2, ensemble.followers().size());
      assertFalse(ensemble.followers().contains(second));
    }
  }
}
