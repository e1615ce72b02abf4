package dev.mirliton.zk.it.simulation;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mirliton.zk.testing.simulation.FaultProfile;
import dev.mirliton.zk.testing.simulation.Scenario;
import dev.mirliton.zk.testing.simulation.SimulationFailedError;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client with a bug does not get through what the client gets through. */
class ClientMutantTest {
  private static final int SEEDS_LATE = 20;
  private static final int SEEDS_FULL = 3;
  private static final int SEEDS_ALONE = 100;
  private static final int SEEDS_TOGETHER = 200;

  /**
   * What these disasters do not show yet: the servers here answer in order, so that xids need no
   * comparing; the others need a connection to break within a frame, between two packets that are
   * sent together, or with bytes that come late and still fit.
   */
  private static final Set<String> NOT_SEEN =
      Set.of(
          "xid-not-compared",
          "late-bytes-accepted",
          "torn-frame-kept",
          "zxid-taken-from-events",
          "zxid-taken-from-set-watches");

  static List<Mutant> mutants() {
    return Mutants.all().stream()
        .filter(ClientMutantTest::isOfClient)
        .filter(mutant -> !NOT_SEEN.contains(mutant.name()))
        .toList();
  }

  private static boolean isOfClient(Mutant mutant) {
    return mutant.edits().stream().allMatch(edit -> edit.file().module().equals("zk-protocol"));
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void mutantIsCaught(Mutant mutant) {
    SimulationFailedError caught =
        assertThrows(SimulationFailedError.class, () -> run(mutant), mutant.wrong());

    System.out.println(mutant + ": seed " + caught.seed() + ", " + caught.getCause());
  }

  @Test
  void clientWithoutMutationSurvives() {
    run(Mutants.none());
  }

  private static void run(Mutant mutant) {
    MutantClasses planted = mutant.plant();
    Scenario torture = simulation -> new ClientTorture(planted::start).run(simulation);
    Scenario late = simulation -> new LateAnswers(planted::start).run(simulation);
    Scenario full = simulation -> new FullPipe(planted::start).run(simulation);
    Disasters.with(3).faults(FaultProfile.NONE).unshrunk().seeds(SEEDS_LATE).run(late);
    Disasters.with(1).faults(FaultProfile.NONE).unshrunk().seeds(SEEDS_FULL).run(full);
    Disasters.with(1).unshrunk().seeds(SEEDS_ALONE).run(torture);
    Disasters.with(3).unshrunk().seeds(SEEDS_TOGETHER).run(torture);
  }
}
