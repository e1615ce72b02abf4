package dev.mirliton.zk.it.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.recipes.lock.Held;
import dev.mirliton.zk.recipes.lock.ZkLock;
import dev.mirliton.zk.testing.simulation.FaultProfile;
import dev.mirliton.zk.testing.simulation.Simulation;
import dev.mirliton.zk.testing.simulation.SimulationTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What a holder knows of a lock whose client is being closed. */
class LockEndSimulationTest {

  @SimulationTest(seeds = 10, servers = 1, faults = FaultProfile.NONE)
  void lockIsNotValidWhileNobodyKnowsWhetherItsSessionHasEnded(Simulation simulation)
      throws Exception {
    ZkClient client = connect(simulation);
    Held held = ZkLock.at(client, "/lock").acquire();
    simulation.ensemble().standStill(1, Duration.ofMillis(2_500));
    Thread closing = simulation.unstarted("closing", client::close);

    closing.start();
    simulation.pause(Duration.ofSeconds(2));

    assertTrue(closing.isAlive());
    assertFalse(held.isValid());
    simulation.join(closing);
  }

  @SimulationTest(seeds = 10, faults = FaultProfile.NONE)
  void lossByClosingTheClientIsToldToWhoAsksLater(Simulation simulation) throws Exception {
    AtomicInteger told = new AtomicInteger();
    ZkClient client = connect(simulation);
    Held held = ZkLock.at(client, "/lock").acquire();
    client.close();

    held.onLost(told::incrementAndGet);

    assertEquals(1, told.get());
  }

  @SimulationTest(seeds = 30, faults = FaultProfile.NONE)
  void lossThatWasSeenWhileTheClientClosedIsTold(Simulation simulation) throws Exception {
    AtomicInteger told = new AtomicInteger();
    ZkClient client = connect(simulation);
    Held held = ZkLock.at(client, "/lock").acquire();
    held.onLost(told::incrementAndGet);
    Thread closing = simulation.unstarted("closing", client::close);
    closing.start();
    while (held.isValid()) {
      simulation.pause(simulation.random().nextLong(100_000));
    }
    simulation.join(closing);

    assertEquals(1, told.get());
  }

  private static ZkClient connect(Simulation simulation) throws InterruptedException {
    return ZkClient.connect(ZkOptions.to(simulation.hosts()).build());
  }
}
