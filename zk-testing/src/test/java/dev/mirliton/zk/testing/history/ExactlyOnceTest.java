package dev.mirliton.zk.testing.history;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExactlyOnceTest {
  private long nanos;
  private final ExactlyOnce rule = new ExactlyOnce(() -> nanos);

  @Test
  void onceIsRight() {
    rule.start("a").complete("done");
    rule.start("b").complete("failed");

    assertDoesNotThrow(rule::verify);
  }

  @Test
  void neverAndTwiceAreNamed() {
    nanos = 1_000_000;
    rule.start("a");
    rule.start("b").complete("done");
    ExactlyOnce.Started twice = rule.start("c");
    nanos = 12_345_000_000L;
    twice.complete("done");
    twice.complete("lost");

    ViolationError violation = assertThrows(ViolationError.class, rule::verify);

    assertEquals("what was started must complete exactly once", violation.rule());
    assertEquals(
        List.of(
            "a, started at 0.001 s, never completed",
            "c, started at 0.001 s, completed 2 times: at 12.345 s (done), at 12.345 s (lost)"),
        violation.evidence());
  }

  @Test
  void whatIsLateMayStillCome() {
    ExactlyOnce.Started late = rule.start("a");
    assertThrows(ViolationError.class, rule::verify);

    late.complete("done");

    assertDoesNotThrow(rule::verify);
  }
}
