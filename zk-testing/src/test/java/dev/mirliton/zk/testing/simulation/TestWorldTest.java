package dev.mirliton.zk.testing.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.skippedWithReason;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.Clients;
import dev.mirliton.zk.testing.NoLeaks;
import dev.mirliton.zk.testing.TestServer;
import dev.mirliton.zk.testing.World;
import dev.mirliton.zk.testing.ZooKeeperTest;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Servers, clients and checks for leaks in the simulated world of a test. */
class TestWorldTest {

  private static Events run(Class<?> suite) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(suite))
        .execute()
        .testEvents();
  }

  @ZooKeeperTest
  @NoLeaks
  @InSimulation(seeds = 2)
  static class Given {

    @Test
    void serverIsTheEnsembleOfTheWorld(TestServer server, Clients clients) throws Exception {
      Simulation world = Objects.requireNonNull(Simulation.current());
      assertEquals(world.hosts(), server.connectString());
      assertEquals("/serverIsTheEnsembleOfTheWorld", clients.root());

      server.stop();

      assertFalse(server.isReady());
      server.start();
      assertTrue(server.isReady());
      server.restart();
      assertTrue(server.isReady());
    }

    @Test
    void clientIsSimulatedAndItsRootIsEmpty(ZkClient zk, ZkClient same, TestServer server)
        throws Exception {
      assertSame(zk, same);
      assertTrue(zk.children("/").isEmpty());
      zk.create("/a", new byte[0]);

      server.restart();

      assertTrue(zk.exists("/a").isPresent());
    }
  }

  @Test
  void testsAreGivenServersAndClients() {
    run(Given.class).assertStatistics(all -> all.started(4).succeeded(4));
  }

  @NoLeaks
  @InSimulation(seeds = 1)
  static class Leaky {

    @Test
    void forgetsAThread() {
      World.current().startThread("forgotten", Leaky::waitForEver);
    }

    private static void waitForEver() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void forgottenThreadsAreFound() {
    run(Leaky.class)
        .assertThatEvents()
        .haveExactly(
            1, event(finishedWithFailure(message(text -> text.contains("test/forgotten")))));
  }

  @InSimulation(seeds = 1)
  static class HalfReal {

    @RealWorld("needs a process")
    @Test
    void needsAProcess() {
      assertNull(Simulation.current());
    }

    @Test
    void needsNothing() {}
  }

  @Test
  void whatNeedsTheRealWorldIsSkippedWithItsReason() {
    Events events = run(HalfReal.class);

    events.assertStatistics(all -> all.skipped(1).succeeded(1));
    events
        .assertThatEvents()
        .haveExactly(1, event(skippedWithReason("not in a simulation: needs a process")));
  }

  @RealWorld("needs a process")
  static class Real {

    @Test
    void isNotSkippedWhereTheWorldIsReal() {
      assertNull(Simulation.current());
    }
  }

  @RealWorld("needs a process")
  @InSimulation(seeds = 1)
  static class AllReal {

    @Test
    void isSkipped() {
      assertNull(Simulation.current());
    }
  }

  @Test
  void wholeClassesMayNeedTheRealWorld() {
    run(Real.class).assertStatistics(all -> all.succeeded(1));
    run(AllReal.class).assertStatistics(all -> all.skipped(1).succeeded(0));
  }
}
