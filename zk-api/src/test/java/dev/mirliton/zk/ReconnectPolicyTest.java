package dev.mirliton.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconnectPolicyTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static String refusal(Duration first, Duration longest, double jitter) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class, () -> new ReconnectPolicy(first, longest, jitter))
            .getMessage());
  }

  @Test
  void defaultsAreWhatIsDocumented() {
    assertEquals(
        new ReconnectPolicy(Duration.ofMillis(100), Duration.ofSeconds(5), 0.5),
        ReconnectPolicy.DEFAULT);
  }

  @Test
  void firstPauseIsPositive() {
    assertEquals("first must be positive but was PT0S", refusal(Duration.ZERO, SECOND, 0));
    assertEquals("first must be positive but was PT-1S", refusal(SECOND.negated(), SECOND, 0));
  }

  @Test
  void longestPauseIsAtLeastTheFirst() {
    assertEquals(SECOND, new ReconnectPolicy(SECOND, SECOND, 0).longest());
    assertEquals(
        "longest must be at least first (PT1S) but was PT0.999S",
        refusal(SECOND, Duration.ofMillis(999), 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
  void jitterIsAPart(double jitter) {
    assertEquals(
        "jitter must be between 0 and 1 but was " + jitter, refusal(SECOND, SECOND, jitter));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1})
  void jitterMayBeNothingOrAll(double jitter) {
    assertEquals(jitter, new ReconnectPolicy(SECOND, SECOND, jitter).jitter());
  }
}
