package dev.mirliton.zk.testing.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.mirliton.zk.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Tests that run in a simulated world as they stand. */
class InSimulationTest {
  private static final String SEED = "simulation.seed";
  private final @Nullable String wantedSeed = System.getProperty(SEED);

  /** What is asked of this run concerns other tests. */
  @BeforeEach
  void forgetSeed() {
    System.clearProperty(SEED);
  }

  @AfterEach
  void rememberSeed() {
    if (wantedSeed != null) {
      System.setProperty(SEED, wantedSeed);
    }
  }

  private static Events run(Class<?> suite) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(suite))
        .execute()
        .testEvents();
  }

  private static List<String> failures(Class<?> suite) {
    return run(suite).failed().stream().map(InSimulationTest::messageOf).toList();
  }

  private static String messageOf(Event event) {
    return event
        .getPayload(org.junit.platform.engine.TestExecutionResult.class)
        .flatMap(org.junit.platform.engine.TestExecutionResult::getThrowable)
        .map(Throwable::getMessage)
        .orElse("");
  }

  /** One world from the constructor to the end, for each test its own. */
  @InSimulation(seeds = 2)
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  static class Life {
    static final List<@Nullable Simulation> WORLDS = new ArrayList<>();
    static final AtomicInteger BACKGROUND = new AtomicInteger();
    private final @Nullable Simulation built = Simulation.current();

    @BeforeAll
    static void isReal() {
      assertNull(Simulation.current());
    }

    @BeforeEach
    void begin() {
      assertSame(built, Simulation.current());
      World.current()
          .startThread(
              "background",
              () -> {
                try {
                  World.current().pause(1_000_000_000);
                  BACKGROUND.incrementAndGet();
                } catch (InterruptedException stop) {
                  Thread.currentThread().interrupt();
                }
              });
    }

    @Test
    void one() throws Exception {
      same();
    }

    @Test
    void other() throws Exception {
      same();
    }

    private void same() throws InterruptedException {
      assertNotNull(built);
      assertSame(built, Simulation.current());
      World.current().pause(Duration.ofMinutes(10).toNanos());
    }

    @AfterEach
    void end() {
      assertSame(built, Simulation.current());
      WORLDS.add(built);
    }
  }

  @Test
  void aTestHasOneWorldFromItsConstructorToItsEnd() {
    Life.WORLDS.clear();
    Life.BACKGROUND.set(0);

    Events events = run(Life.class);

    events.assertStatistics(counts -> counts.started(4).succeeded(4));
    assertEquals(4, Life.WORLDS.stream().distinct().count());
    assertEquals(4, Life.BACKGROUND.get(), "threads that @BeforeEach started go on in the test");
  }

  /** Fails in all the ways there are. */
  @InSimulation(seeds = 1, servers = 0)
  static class Failing {
    @Test
    void byItself() {
      fail("on purpose");
    }

    @Test
    void byAnotherThread() throws Exception {
      World.current()
          .startThread(
              "thrower",
              () -> {
                throw new IllegalStateException("elsewhere on purpose");
              });
      World.current().pause(1_000_000_000);
      World.current().pause(1_000_000_000);
    }

    @Test
    void byWaitingForNobody() throws Exception {
      new CountDownLatch(1).await();
    }

    @Test
    void notAtAll() {
      Assumptions.abort("aborted on purpose");
    }
  }

  @Test
  void aFailureNamesItsSeed() {
    List<String> failures = failures(Failing.class);

    assertEquals(3, failures.size());
    for (String failure : failures) {
      assertTrue(failure.startsWith("with -Dsimulation.seed=1: "), failure);
    }
    assertEquals(2, failures.stream().filter(text -> text.endsWith("on purpose")).count());
    assertEquals(1, failures.stream().filter(text -> text.contains("nothing can happen")).count());
    run(Failing.class).assertStatistics(counts -> counts.aborted(1).failed(3));
  }

  /** The clean-up of a test that failed. */
  @InSimulation(seeds = 1)
  static class FailingWithCleanUp {
    static final AtomicInteger CLEANED = new AtomicInteger();

    @Test
    void fails() {
      fail("on purpose");
    }

    @AfterEach
    void cleanUp() {
      assertNotNull(Simulation.current());
      CLEANED.incrementAndGet();
    }
  }

  @Test
  void afterAFailureTheWorldIsStillThereForTheCleanUp() {
    FailingWithCleanUp.CLEANED.set(0);

    assertEquals(1, failures(FailingWithCleanUp.class).size());

    assertEquals(1, FailingWithCleanUp.CLEANED.get());
  }

  /** A test that JUnit gives up. */
  @InSimulation(seeds = 1)
  @Timeout(value = 1, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  static class Endless {
    @Test
    void tick() throws Exception {
      while (true) {
        World.current().pause(1); // of two days of nanoseconds
      }
    }
  }

  @Test
  void oneSeedCanBeAskedFor() {
    System.setProperty(SEED, "77");
    try {
      List<String> failures = failures(FailingWithCleanUp.class);

      assertEquals(1, failures.size());
      assertTrue(failures.getFirst().contains("simulation.seed=77: "), failures::toString);
    } finally {
      System.clearProperty(SEED);
    }
  }

  @Test
  void aTestThatJunitGivesUpIsStopped() {
    List<String> failures = failures(Endless.class);

    assertEquals(1, failures.size());
    assertTrue(failures.getFirst().contains("timed out"), failures::toString);
    assertTrue(
        Thread.getAllStackTraces().values().stream()
            .flatMap(java.util.Arrays::stream)
            .noneMatch(frame -> frame.getClassName().equals(Kernel.class.getName())),
        "it still runs");
  }
}
