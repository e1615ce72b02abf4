package dev.mirliton.zk.it.simulation;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.testing.simulation.SimulationFailedError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client with a bug does not get through what the client gets through. */
class ClientMutantTest {
  private static final int SEEDS = 20;

  /** What shows those bugs that need something special to happen. */
  private static final Map<String, ClientTrial> SPECIAL =
      Map.of(
          "late-bytes-accepted", ClientTrial.LATE_BYTES,
          "life-counted-from-answers", ClientTrial.LATE_ANSWERS,
          "newer-zxid-for-later-watches", ClientTrial.BROKEN_OFF,
          "torn-frame-kept", ClientTrial.BROKEN_OFF,
          "unsent-requests-reversed", ClientTrial.FULL_PIPE,
          "watches-not-set-again", ClientTrial.BROKEN_OFF,
          "write-sent-again", ClientTrial.FULL_PIPE,
          "xid-not-compared", ClientTrial.REFUSED_AT_THE_DOOR,
          "zxid-taken-from-events", ClientTrial.BROKEN_OFF,
          "zxid-taken-from-set-watches", ClientTrial.BROKEN_OFF);

  static List<Mutant> mutants() {
    return Mutants.all().stream()
        .filter(
            mutant ->
                mutant.edits().stream()
                    .allMatch(edit -> edit.file().module().equals("zk-protocol")))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void mutantIsCaughtWhereTheClientSurvives(Mutant mutant) {
    ClientTrial trial = SPECIAL.getOrDefault(mutant.name(), ClientTrial.TORTURE_OF_ONE);
    MutantClasses planted = mutant.plant();

    SimulationFailedError caught =
        assertThrows(
            SimulationFailedError.class,
            () -> trial.plan().unshrunk().seeds(SEEDS).run(trial.scenario(planted::start)),
            mutant.wrong());

    System.out.println(
        mutant + ": " + trial + ", seed " + caught.seed() + ", " + caught.getCause());
    MutantClasses asWritten = Mutants.none().plant();
    trial.plan().firstSeed(caught.seed()).seeds(1).run(trial.scenario(asWritten::start));
  }

  @Test
  void eachSpecialBugIsThere() {
    List<String> names = mutants().stream().map(Mutant::name).toList();

    assertTrue(names.containsAll(SPECIAL.keySet()), names::toString);
  }
}
