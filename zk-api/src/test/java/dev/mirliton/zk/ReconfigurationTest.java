package dev.mirliton.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mirliton.zk.Reconfiguration.Step;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReconfigurationTest {
  private static final EnsembleMember FOUR = EnsembleMember.parse("server.4=h4:1:2;3");
  private static final EnsembleMember FIVE = EnsembleMember.parse("server.5=h5:1:2;3");
  private static final EnsembleMember DEAF = EnsembleMember.parse("server.6=h6:1:2");

  @Test
  void stepGathersWhoComesAndGoes() {
    assertEquals(
        new Step(List.of(FOUR, FIVE), Set.of(1L, 2L)),
        Reconfiguration.joining(FOUR).andLeaving(2).andJoining(FIVE).andLeaving(1));
    assertEquals(new Step(List.of(FOUR), Set.of(4L)), Reconfiguration.leaving(4).andJoining(FOUR));
  }

  @Test
  void stepMustChangeSomething() {
    assertThrows(IllegalArgumentException.class, Reconfiguration::joining);
    assertThrows(IllegalArgumentException.class, Reconfiguration::leaving);
  }

  @Test
  void idIsGivenOnce() {
    EnsembleMember other = EnsembleMember.parse("server.4=elsewhere:1:2;3");

    assertThrows(IllegalArgumentException.class, () -> Reconfiguration.joining(FOUR, other));
    assertThrows(
        IllegalArgumentException.class, () -> Reconfiguration.members(List.of(FOUR, other)));
  }

  @Test
  void whoeverJoinsServesClients() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Reconfiguration.joining(DEAF));

    assertEquals(
        "a member that joins must say where it serves clients,"
            + " as in server.6=h6:1:2:participant;2181",
        refused.getMessage());
  }

  @Test
  void ensembleNeedsAMember() {
    assertThrows(IllegalArgumentException.class, () -> Reconfiguration.members(List.of()));
  }
}
