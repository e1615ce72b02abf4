package dev.mirliton.zk.recipes.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import org.junit.jupiter.api.Test;

class LockOptionsTest {
  private static final String UNIQUE = "0123456789abcdef0123456789abcdef";

  @Test
  void kazooNamesBeginWithTheDigits() {
    assertEquals(UNIQUE + "__lock__", LockLayout.KAZOO.prefix(UNIQUE));
  }

  @Test
  void curatorNamesHaveAProtectedUuid() {
    assertEquals(
        "_c_01234567-89ab-cdef-0123-456789abcdef-lock-", LockLayout.CURATOR.prefix(UNIQUE));
  }

  @Test
  void eachOptionIsKeptWhenAnotherChanges() {
    LockOptions options =
        LockOptions.DEFAULT
            .identifier("node-7")
            .alsoContending("-lock-")
            .layout(LockLayout.CURATOR)
            .alsoContending("other");

    assertEquals("node-7", options.identifier());
    assertEquals(LockLayout.CURATOR, options.layout());
    assertEquals(Set.of("-lock-", "other"), options.morePatterns());
    assertEquals("", LockOptions.DEFAULT.identifier());
    assertEquals(Set.of(), LockOptions.DEFAULT.morePatterns());
  }

  @Test
  void emptyPatternIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> LockOptions.DEFAULT.alsoContending(""));
  }
}
