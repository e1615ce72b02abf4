package dev.mirliton.zk.testing.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class CheckTest {
  private static final Check FINE = Check.named("fine", () -> {});

  @Test
  void allOfManyHoldIfEachDoes() {
    Check all = Check.all(FINE, FINE);

    assertDoesNotThrow(all::verify);
    assertEquals("fine, fine", all.name());
  }

  @Test
  void everyFailureOfManyIsTold() {
    ViolationError first = new ViolationError("rule", List.of());
    UndecidedError second = new UndecidedError("who knows");
    Check all = Check.all(failing(first), FINE, failing(second));

    AssertionError thrown = assertThrows(AssertionError.class, all::verify);

    assertSame(first, thrown);
    assertArrayEquals(new Throwable[] {second}, thrown.getSuppressed());
  }

  @Test
  void messageIsTheRuleAndTheEvidence() {
    ViolationError violation = new ViolationError("rule", List.of("one", "two"));

    assertEquals("rule\n  one\n  two", violation.getMessage());
    assertEquals("rule", new ViolationError("rule", List.of()).getMessage());
  }

  private static Check failing(AssertionError failure) {
    return () -> {
      throw failure;
    };
  }
}
