package dev.mirliton.zk.testing.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.ZkOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many seeds of a scenario, and what is found out about one that fails. */
class CampaignTest {
  private SimulationPlan plan = SimulationPlan.standard();

  @BeforeEach
  void reportSomewhere(@TempDir Path folder) {
    plan = plan.reports(folder).name("CampaignTest");
  }

  @SimulationTest(seeds = 20, faults = FaultProfile.NONE)
  void aClientTalksToTheEnsemble(Simulation simulation) throws Exception {
    try (ZkClient client = ZkClient.connect(ZkOptions.to(simulation.hosts()).build())) {
      client.create("/a", "hello".getBytes(UTF_8));

      assertEquals("hello", new String(client.get("/a").data(), UTF_8));
    }
  }

  private static void writeNowAndThen(Simulation simulation) throws InterruptedException {
    simulation.start("writer", () -> write(simulation));
    simulation.awaitQuiet();
  }

  private static void write(Simulation simulation) throws InterruptedException {
    try (ZkClient client = ZkClient.start(ZkOptions.to(simulation.hosts()).build())) {
      for (int i = 0; i < 50; i++) {
        try {
          client.ensurePath("/a");
          client.set("/a", new byte[i]);
        } catch (ZkException lost) {
          simulation.note("" + lost.getMessage());
        }
        simulation.pause(Duration.ofMillis(300));
      }
    }
  }

  @Test
  void theSameSeedsAreTheSameRuns() {
    SimulationResult once = plan.seeds(30).run(CampaignTest::writeNowAndThen);
    SimulationResult again = plan.seeds(30).run(CampaignTest::writeNowAndThen);

    assertEquals(once.hash(), again.hash());
    assertEquals(once.steps(), again.steps());
    assertNotEquals(
        once.hash(), plan.seeds(30).firstSeed(31).run(CampaignTest::writeNowAndThen).hash());
  }

  @Test
  void bothKindsOfThreadRunTheSame() {
    SimulationResult carried = plan.seeds(4).run(CampaignTest::writeNowAndThen);
    SimulationResult turned =
        plan.seeds(4).coroutines(TurnCoroutine.kind()).run(CampaignTest::writeNowAndThen);

    assertTrue(CarriedCoroutine.kind() != null, "this test needs --add-opens");
    assertEquals(carried.hash(), turned.hash());
  }

  @Test
  void recordingChangesNothing() {
    Run run = new Run(plan, 5, CampaignTest::writeNowAndThen);

    assertEquals(
        run.execute(plan.schedule(5), false).hash(), run.execute(plan.schedule(5), true).hash());
  }

  /** Fails whenever the process that it watches was killed. */
  private static void dislikesKilling(Simulation simulation) throws InterruptedException {
    AtomicInteger lives = new AtomicInteger();
    simulation.start("mortal", lives::incrementAndGet);
    simulation.awaitQuiet();
    assertEquals(1, lives.get(), "lives");
  }

  @Test
  void aFailureTellsAllThatIsKnownOfIt() throws Exception {
    SimulationFailedError failure =
        assertThrows(SimulationFailedError.class, () -> plan.run(CampaignTest::dislikesKilling));

    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains("lives"), message);
    assertTrue(message.contains("-Dsimulation.seed=" + failure.seed()), message);
    assertTrue(message.contains(failure.schedule().getFirst().toString()), message);
    assertTrue(Files.readString(failure.page()).contains("mortal"));
  }

  @Test
  void theScheduleOfAFailureIsTheSmallest() {
    SimulationFailedError failure =
        assertThrows(SimulationFailedError.class, () -> plan.run(CampaignTest::dislikesKilling));

    assertEquals(List.of(Fault.Kind.KILL), failure.schedule().stream().map(Fault::kind).toList());
    assertTrue(failure.schedule().getFirst().lasts().compareTo(Duration.ofSeconds(2)) < 0);
  }

  @Test
  void aScheduleIsReadAsItWasWritten() {
    for (Fault.Kind kind : Fault.Kind.values()) {
      Fault fault =
          new Fault(
              kind,
              Duration.ofMillis(2350),
              Duration.ofMillis(3000),
              1,
              kind.concernsTwo() ? 2 : 0);

      assertEquals(List.of(fault, fault), Fault.parseAll(fault + ";" + fault));
    }
    assertEquals(List.of(), Fault.parseAll("none"));
    assertThrows(IllegalArgumentException.class, () -> Fault.parse("cut@1s+2ms:1,2"));
    assertThrows(IllegalArgumentException.class, () -> Fault.parse("hail@1ms+2ms:1"));
  }

  @Test
  void everyKindOfFaultIsDrawnAndCarriedOut() {
    for (Fault.Kind kind : Fault.Kind.values()) {
      Fault fault =
          new Fault(
              kind, Duration.ofSeconds(3), Duration.ofSeconds(4), 1, kind.concernsTwo() ? 1 : 0);
      Run.Outcome outcome =
          new Run(plan, 3, CampaignTest::writeNowAndThen).execute(List.of(fault), true);

      assertNull(outcome.failure(), fault::toString);
      assertTrue(!outcome.words().getFirst().startsWith("concerned nobody"), "" + fault);
    }
    assertEquals(
        Arrays.stream(Fault.Kind.values()).toList(),
        LongStream.range(0, 200)
            .boxed()
            .flatMap(seed -> plan.schedule(seed).stream())
            .map(Fault::kind)
            .distinct()
            .sorted()
            .toList());
  }

  @SimulationTest(seeds = 40, servers = 1, faults = FaultProfile.NONE)
  void aConnectionBreaksWithinWhatTheServerSends(Simulation simulation) throws Exception {
    SimulatedProcess process = simulation.start("reader", () -> {});
    AsyncResult<Void> reading =
        process.spawn(
            "reads",
            () -> {
              try (ZkClient client = ZkClient.connect(ZkOptions.to(simulation.hosts()).build())) {
                List<ConnectionState> told = new ArrayList<>();
                client.onStateChange(change -> told.add(change.state()));
                client.exists("/");
                simulation.suffer(new Fault(Fault.Kind.BREAK, Duration.ZERO, Duration.ZERO, 1, 1));

                simulation.pause(Duration.ofMillis(1));
                client.exists("/"); // the first answer to it is lost
                simulation.pause(Duration.ofSeconds(1));

                assertEquals(List.of(ConnectionState.SUSPENDED, ConnectionState.CONNECTED), told);
              }
            });

    reading.get(Duration.ofMinutes(1));
    simulation.awaitHealed();
  }

  @Test
  void whatDependsOnMoreThanTheSeedIsFoundOut() {
    AtomicInteger runs = new AtomicInteger();
    SimulationFailedError failure =
        assertThrows(
            SimulationFailedError.class,
            () ->
                plan.run(
                    simulation -> {
                      simulation.note("run " + runs.incrementAndGet());
                      throw new IllegalStateException("on purpose");
                    }));

    assertTrue(String.valueOf(failure.getMessage()).contains("another course"), failure::toString);
  }
}
