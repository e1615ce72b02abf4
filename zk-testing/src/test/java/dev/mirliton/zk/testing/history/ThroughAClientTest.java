package dev.mirliton.zk.testing.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mirliton.zk.testing.history.Znodes.Znode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ThroughAClientTest {
  private static final long CONTAINER = 0x8000_0000_0000_0000L;

  private final ScriptedClient script =
      new ScriptedClient()
          .with("/a", "grün", 7, 0)
          .with("/a/1", "", 8, 0x11)
          .with("/a/2", "", 9, CONTAINER)
          .with("/a/3", "", 10, 0x22);

  @Test
  void finalStateIsDataAndTransactionAfterASync() throws Exception {
    FinalState state = FinalState.of(script.client());

    assertEquals(Optional.of(new FinalState.Found("grün", 7)), state.read("/a"));
    assertEquals(List.of("/a"), script.syncs);
  }

  @Test
  void finalStateOfWhatIsNotThereIsNothing() throws Exception {
    assertEquals(Optional.empty(), FinalState.of(script.client()).read("/b"));
  }

  @Test
  void znodesHaveTheirSessionsAndContainersHaveNone() throws Exception {
    Znodes znodes = Znodes.of(script.client());

    assertEquals(
        List.of(new Znode("/a/1", 0x11), new Znode("/a/2", 0), new Znode("/a/3", 0x22)),
        znodes.children("/a"));
    assertEquals(List.of("/a"), script.syncs);
  }

  @Test
  void znodesThatGoMeanwhileAreGone() throws Exception {
    Znodes znodes = Znodes.of(script.vanishing("/a/3").client());

    assertEquals(List.of(new Znode("/a/1", 0x11), new Znode("/a/2", 0)), znodes.children("/a"));
    assertEquals(List.of(), znodes.children("/b"));
  }

  @Test
  void orphansAreFoundThroughAClient() {
    Orphans rule = Orphans.below("/a", script.client(), Set.of(0x11L));

    ViolationError violation = assertThrows(ViolationError.class, rule::verify);

    assertEquals(List.of("/a/3 of session 0x22, which is over"), violation.evidence());
  }
}
