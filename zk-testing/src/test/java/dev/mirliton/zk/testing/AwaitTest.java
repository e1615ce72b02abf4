package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(20);

  @Test
  void looksUntilTheConditionHolds() throws Exception {
    AtomicInteger looks = new AtomicInteger();

    Await.until(LONG, () -> looks.incrementAndGet() == 3);

    assertEquals(3, looks.get());
  }

  @Test
  void failureSaysWhatWasWaitedForAndForHowLong() {
    AssertionError failure =
        assertThrows(AssertionError.class, () -> Await.until("spring", SHORT, () -> false));

    assertEquals("waited in vain for spring, for PT0.02S", failure.getMessage());
  }

  @Test
  void whatTheConditionThrewLastIsTheCause() {
    Exception trouble = new Exception("trouble");

    AssertionError failure =
        assertThrows(
            AssertionError.class,
            () ->
                Await.until(
                    SHORT,
                    () -> {
                      throw trouble;
                    }));

    assertSame(trouble, failure.getCause());
  }

  @Test
  void assertionIsTriedUntilItPasses() throws Exception {
    AtomicInteger looks = new AtomicInteger();

    Await.untilAsserted(LONG, () -> assertTrue(looks.incrementAndGet() >= 3));

    assertEquals(3, looks.get());
  }

  @Test
  void assertionThatNeverPassesTellsItsMessage() {
    AssertionError failure =
        assertThrows(
            AssertionError.class, () -> Await.untilAsserted(SHORT, () -> assertEquals(1, 2)));

    assertTrue(failure.toString().contains("expected: <1> but was: <2>"), failure.getMessage());
  }

  @Test
  void conditionIsLookedAtOnceMoreWhenTimeIsUp() throws Exception {
    assertTrue(Await.reaches(Duration.ZERO, () -> true));
  }

  @Test
  void interruptEndsTheWait() {
    Thread.currentThread().interrupt();

    assertThrows(InterruptedException.class, () -> Await.until(LONG, () -> false));
  }
}
