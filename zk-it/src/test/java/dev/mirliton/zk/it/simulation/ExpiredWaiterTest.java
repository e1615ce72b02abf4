package dev.mirliton.zk.it.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.recipes.lock.Held;
import dev.mirliton.zk.recipes.lock.ZkLock;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.Sessions;
import dev.mirliton.zk.testing.simulation.FaultProfile;
import dev.mirliton.zk.testing.simulation.Simulation;
import dev.mirliton.zk.testing.simulation.SimulationTest;
import java.time.Duration;

/** A session that ends while its lock is still on the way to the end of the queue. */
class ExpiredWaiterTest {
  private static final String PATH = "/locks/ledger";
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int LONGEST_WAY_MS = 60;

  @SimulationTest(seeds = 60, servers = 1, faults = FaultProfile.NONE)
  void waiterStandsInLineAgainWhateverItWasDoing(Simulation simulation) throws Exception {
    try (ZkClient observer = ZkClient.connect(simulation.hosts());
        ZkClient one = ZkClient.connect(simulation.hosts());
        ZkClient other = ZkClient.connect(simulation.hosts())) {
      Held first = ZkLock.at(one, PATH).acquire();
      AsyncResult<Held> waiting = ZkLock.at(other, PATH).async().acquire();
      ZkSession session = other.session();
      assertNotNull(session);

      simulation.pause(Duration.ofMillis(simulation.random().nextInt(LONGEST_WAY_MS)));
      Sessions.expire(session.id(), session.password(), simulation.ensemble().address(1));

      Await.untilAsserted(
          LIMIT, () -> assertEquals(2, observer.children(PATH).size(), "contenders"));
      first.close();
      waiting.get(LIMIT).close();
    }
  }
}
