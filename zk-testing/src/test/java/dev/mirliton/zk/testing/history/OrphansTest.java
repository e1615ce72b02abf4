package dev.mirliton.zk.testing.history;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mirliton.zk.testing.history.Znodes.Znode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrphansTest {
  private static final Map<String, List<Znode>> TREE =
      Map.of(
          "/locks", List.of(new Znode("/locks/b", 0), new Znode("/locks/a", 0)),
          "/locks/a", List.of(new Znode("/locks/a/2", 0x22), new Znode("/locks/a/1", 0x11)),
          "/locks/b", List.of(new Znode("/locks/b/3", 0x22)));
  private static final Znodes ZNODES = path -> TREE.getOrDefault(path, List.of());

  @Test
  void znodesOfLivingSessionsAreNoOrphans() {
    Orphans rule = Orphans.below("/locks", ZNODES, Set.of(0x11L, 0x22L));

    assertDoesNotThrow(rule::verify);
  }

  @Test
  void znodesOfASessionThatIsOverAreNamedInOrder() {
    Orphans rule = Orphans.below("/locks", ZNODES, Set.of(0x11L));

    ViolationError violation = assertThrows(ViolationError.class, rule::verify);

    assertEquals(
        """
        left behind below /locks
          /locks/a/2 of session 0x22, which is over
          /locks/b/3 of session 0x22, which is over""",
        violation.getMessage());
  }

  @Test
  void znodeThatNobodyOwnsIsAnOrphanThoughItsSessionLives() {
    Set<String> owned = Set.of("/locks/a/1", "/locks/a/2");
    Orphans rule =
        Orphans.below("/locks", ZNODES, Set.of(0x11L, 0x22L))
            .unless(znode -> znode.owner() == 0 || owned.contains(znode.path()));

    ViolationError violation = assertThrows(ViolationError.class, rule::verify);

    assertEquals(List.of("/locks/b/3 of session 0x22, which nobody owns"), violation.evidence());
  }

  @Test
  void znodeWithoutASessionCanBeAnOrphanToo() {
    Orphans rule =
        Orphans.below("/locks", ZNODES, Set.of(0x11L, 0x22L))
            .unless(znode -> !znode.path().equals("/locks/b"));

    ViolationError violation = assertThrows(ViolationError.class, rule::verify);

    assertEquals(List.of("/locks/b, which nobody owns"), violation.evidence());
  }
}
