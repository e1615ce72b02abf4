package dev.mirliton.zk.testing.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Virtual time, turns, and what is refused. */
class KernelTest {
  private static Run.Outcome run(long seed, Scenario scenario) {
    return new Run(SimulationPlan.standard(), seed, scenario).execute(List.of(), true);
  }

  private static void survives(Run.Outcome outcome) {
    assertNull(outcome.failure(), () -> "" + outcome.failure());
  }

  @Test
  void timePassesWithoutPassing() {
    long start = System.nanoTime();
    Run.Outcome outcome = run(1, simulation -> simulation.pause(Duration.ofMinutes(10)));
    survives(outcome);
    assertTrue(outcome.simulated().compareTo(Duration.ofMinutes(10)) >= 0);
    assertTrue(System.nanoTime() - start < Duration.ofSeconds(10).toNanos());
  }

  @Test
  void threadsTakeTurnsByChance() {
    List<String> orders = new ArrayList<>();
    for (long seed = 1; seed <= 20; seed++) {
      StringBuilder order = new StringBuilder();
      survives(
          run(
              seed,
              simulation -> {
                List<Thread> threads = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                  int number = i;
                  threads.add(
                      simulation.startThread(
                          "thread-" + i,
                          () -> {
                            for (int turn = 0; turn < 3; turn++) {
                              order.append(number);
                              pause(simulation);
                            }
                          }));
                }
                for (Thread thread : threads) {
                  simulation.join(thread);
                }
              }));
      assertEquals(9, order.length());
      orders.add(order.toString());
    }
    assertTrue(orders.stream().distinct().count() > 5, () -> "" + orders);
  }

  @Test
  void latchesOfTheJdkWork() {
    survives(
        run(
            1,
            simulation -> {
              CountDownLatch latch = new CountDownLatch(1);
              simulation.startThread("opener", latch::countDown);
              assertTrue(latch.await(10, TimeUnit.SECONDS));
            }));
  }

  @Test
  void theSameSeedIsTheSameRun() {
    Scenario scenario =
        simulation -> {
          for (int i = 0; i < 5; i++) {
            simulation.startThread("thread-" + i, () -> simulation.note("here"));
          }
          simulation.pause(Duration.ofSeconds(1));
        };
    assertEquals(run(7, scenario).hash(), run(7, scenario).hash());
    assertNotEquals(run(7, scenario).hash(), run(9, scenario).hash());
  }

  @Test
  void aRealThreadIsRefused() {
    Run.Outcome outcome =
        run(
            1,
            simulation -> {
              List<@Nullable Throwable> thrown = new ArrayList<>();
              Thread real =
                  Thread.ofPlatform()
                      .start(
                          () -> {
                            try {
                              simulation.pause(Duration.ofSeconds(1));
                            } catch (Throwable refused) {
                              thrown.add(refused);
                            }
                          });
              while (real.isAlive()) {
                Thread.onSpinWait();
              }
              assertInstanceOf(IllegalStateException.class, thrown.getFirst());
            });
    survives(outcome);
  }

  @Test
  void sleepingByTheRealClockIsFoundOut() {
    Run.Outcome outcome =
        run(
            1,
            simulation -> {
              simulation.startThread(
                  "ticker",
                  () -> {
                    while (true) {
                      pause(simulation);
                    }
                  });
              new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
            });
    assertInstanceOf(SimulationStuckError.class, outcome.failure());
  }

  private static void pause(Simulation simulation) {
    try {
      simulation.pause(Duration.ofNanos(1000));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void waitingForNobodyIsFoundOut() {
    Run.Outcome outcome = run(1, simulation -> new CountDownLatch(1).await());
    assertInstanceOf(SimulationStuckError.class, outcome.failure());
    assertTrue(String.valueOf(outcome.failure()).contains("scenario"));
  }

  @Test
  void aLockOfRealOutputIsWaitedFor() throws Exception {
    PrintStream output = new PrintStream(new ByteArrayOutputStream(), true, UTF_8) {};
    CountDownLatch held = new CountDownLatch(1);
    AtomicBoolean free = new AtomicBoolean();
    Thread real =
        Thread.ofPlatform()
            .start(
                () -> {
                  synchronized (output) { // as a stream does that was subclassed
                    held.countDown();
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                    free.set(true);
                  }
                });
    held.await();
    Run.Outcome outcome =
        run(
            1,
            simulation -> {
              long before = simulation.nanoTime();
              output.println("a line");
              assertTrue(free.get());
              assertEquals(before, simulation.nanoTime());
            });
    real.join();
    survives(outcome);
  }
}
