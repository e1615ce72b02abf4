package dev.mirliton.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mirliton.zk.ReconnectPolicy.Backoff;
import dev.mirliton.zk.ReconnectPolicy.Outage;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconnectPolicyTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration GAVE_UP = Duration.ofNanos(-1);

  private static String refusal(Duration first, Duration longest, double jitter) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> new Backoff(first, longest, jitter))
            .getMessage());
  }

  @Test
  void defaultsAreWhatIsDocumented() {
    assertEquals(
        new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), 0.5), ReconnectPolicy.DEFAULT);
  }

  private static Duration pause(ReconnectPolicy policy, boolean wasConnected, int rounds, long ms) {
    return policy
        .pause(new Outage(wasConnected, rounds, Duration.ofMillis(ms)), new SplittableRandom(1))
        .orElse(GAVE_UP);
  }

  @Test
  void pausesDoubleUpToTheLongestAfterNoneAtFirst() {
    Backoff policy = new Backoff(Duration.ofMillis(100), Duration.ofMillis(900), 0);

    assertEquals(Duration.ZERO, pause(policy, true, 0, 0));
    assertEquals(Duration.ofMillis(100), pause(policy, true, 1, 0));
    assertEquals(Duration.ofMillis(200), pause(policy, true, 2, 0));
    assertEquals(Duration.ofMillis(800), pause(policy, true, 4, 0));
    assertEquals(Duration.ofMillis(900), pause(policy, true, 5, 0));
    assertEquals(Duration.ofMillis(900), pause(policy, true, Integer.MAX_VALUE, 0));
  }

  @Test
  void neverIsNever() {
    assertEquals(GAVE_UP, pause(ReconnectPolicy.NEVER, true, 0, 0));
    assertEquals(GAVE_UP, pause(ReconnectPolicy.NEVER, false, 1, 0));
  }

  @Test
  void givingUpAfterATimeShortensTheLastPause() {
    ReconnectPolicy policy = new Backoff(SECOND, SECOND, 0).giveUpAfter(Duration.ofMinutes(1));

    assertEquals(SECOND, pause(policy, true, 1, 59_000));
    assertEquals(Duration.ofMillis(1), pause(policy, true, 1, 59_999));
    assertEquals(GAVE_UP, pause(policy, true, 1, 60_000));
    assertEquals(
        "limit must be positive but was PT0S",
        assertThrows(
                IllegalArgumentException.class,
                () -> ReconnectPolicy.DEFAULT.giveUpAfter(Duration.ZERO))
            .getMessage());
  }

  @Test
  void givingUpAfterRoundsCountsFailedOnes() {
    ReconnectPolicy policy = new Backoff(SECOND, SECOND, 0).giveUpAfterRounds(3);

    assertEquals(Duration.ZERO, pause(policy, true, 0, 0));
    assertEquals(SECOND, pause(policy, true, 2, 0));
    assertEquals(GAVE_UP, pause(policy, true, 3, 0));
    assertEquals(
        "rounds must be at least 1 but was 0",
        assertThrows(
                IllegalArgumentException.class, () -> ReconnectPolicy.DEFAULT.giveUpAfterRounds(0))
            .getMessage());
  }

  @Test
  void theFirstConnectionMayHaveAPolicyOfItsOwn() {
    ReconnectPolicy policy = new Backoff(SECOND, SECOND, 0).onceConnected(ReconnectPolicy.NEVER);

    assertEquals(SECOND, pause(policy, false, 7, 0));
    assertEquals(GAVE_UP, pause(policy, true, 0, 0));
  }

  @Test
  void firstPauseIsPositive() {
    assertEquals("first must be positive but was PT0S", refusal(Duration.ZERO, SECOND, 0));
    assertEquals("first must be positive but was PT-1S", refusal(SECOND.negated(), SECOND, 0));
  }

  @Test
  void longestPauseIsAtLeastTheFirst() {
    assertEquals(SECOND, new Backoff(SECOND, SECOND, 0).longest());
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
    assertEquals(jitter, new Backoff(SECOND, SECOND, jitter).jitter());
  }
}
