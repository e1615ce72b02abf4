package dev.mirliton.zk.examples.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.testing.simulation.FaultProfile;
import dev.mirliton.zk.testing.simulation.Simulation;
import dev.mirliton.zk.testing.simulation.SimulationFailedError;
import dev.mirliton.zk.testing.simulation.SimulationPlan;
import dev.mirliton.zk.testing.simulation.SimulationTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/** What the guide's page on simulation promises of its example. */
class TwoPhaseJobsTest {
  private static final Pattern HASH = Pattern.compile("trace hash = (\\p{XDigit}{16})");

  @TempDir private Path first;
  @TempDir private Path second;

  @Test
  void bugIsFoundShownAndRepeated() throws IOException {
    SimulationPlan plan =
        SimulationPlan.standard()
            .name("jobs")
            .command("mvn test -Dtest=JobsTest")
            .faultsWithin(Duration.ofSeconds(10));

    SimulationFailedError found = failure(plan.seeds(200).reports(first));

    assertInstanceOf(AssertionFailedError.class, found.getCause());
    assertTrue(found.schedule().size() <= 2, () -> "not shrunk: " + found.schedule());
    assertTrue(found.command().startsWith("mvn test -Dtest=JobsTest -Dsimulation.seed="));
    assertTrue(message(found).contains("seed      " + found.seed()), found::getMessage);
    assertTrue(message(found).contains(found.command()), found::getMessage);
    assertTrue(message(found).contains(" works on /jobs/job-"), found::getMessage);
    assertFalse(message(found).contains("getData"), found::getMessage);
    assertTrue(Files.readString(text(found)).contains("getData"));
    assertTrue(Files.exists(found.page()));

    SimulationFailedError again =
        failure(plan.firstSeed(found.seed()).seeds(1).faults(found.schedule()).reports(second));

    assertEquals(found.schedule(), again.schedule());
    assertEquals(hash(found), hash(again));
    assertEquals(Files.readString(text(found)), Files.readString(text(again)));
  }

  @SimulationTest(seeds = 50, faults = FaultProfile.NONE)
  void bugHidesWhereNothingFails(Simulation simulation) throws Exception {
    Company.works(simulation, TwoPhaseJobs::new);
  }

  @SimulationTest(seeds = 300, faultsWithinSeconds = 10)
  void guardedJobsAreBookedOnce(Simulation simulation) throws Exception {
    Company.works(simulation, GuardedJobs::new);
  }

  private static SimulationFailedError failure(SimulationPlan plan) {
    return assertThrows(
        SimulationFailedError.class,
        () -> plan.run(simulation -> Company.works(simulation, TwoPhaseJobs::new)));
  }

  private static String message(SimulationFailedError failure) {
    return String.valueOf(failure.getMessage());
  }

  private static String hash(SimulationFailedError failure) {
    Matcher hash = HASH.matcher(message(failure));
    assertTrue(hash.find(), failure::getMessage);
    return hash.group(1);
  }

  private static Path text(SimulationFailedError failure) {
    String page = failure.page().getFileName().toString();
    return failure.page().resolveSibling(page.replace(".html", ".txt"));
  }
}
