package dev.mirliton.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Draws always the same number of nextDouble(), which is what 53 bits of nextLong() make. */
  private static RandomGenerator drawing(double drawn) {
    return () -> (long) (drawn * 0x1p53) << 11;
  }

  private static List<Duration> pauses(RetryPolicy policy, int count, RandomGenerator random) {
    List<Duration> pauses = new ArrayList<>();
    for (int failures = 1; failures <= count; failures++) {
      pauses.add(policy.pauseAfter(failures, random));
    }
    return pauses;
  }

  private static List<Duration> ofMillis(long... millis) {
    List<Duration> durations = new ArrayList<>();
    for (long one : millis) {
      durations.add(Duration.ofMillis(one));
    }
    return durations;
  }

  private static String refusal(Supplier<RetryPolicy> wrong) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, wrong::get).getMessage());
  }

  @Test
  void defaultsAreWhatIsDocumented() {
    RetryPolicy policy = RetryPolicy.DEFAULT;

    assertEquals(Integer.MAX_VALUE, policy.maxTries());
    assertNull(policy.deadline());
    assertFalse(policy.isIdempotent());
    assertFalse(policy.spansSessions());
    assertEquals(
        ofMillis(100, 200, 400, 800, 1600, 3200, 5000, 5000), pauses(policy, 8, drawing(0)));
    assertEquals(ofMillis(75, 150), pauses(policy, 2, drawing(0.5)));
  }

  @Test
  void pausesGrowByTheFactorUpToTheLongest() {
    RetryPolicy policy =
        RetryPolicy.DEFAULT.pauses(Duration.ofMillis(10), SECOND).backoff(3).jitter(0);

    assertEquals(
        ofMillis(10, 30, 90, 270, 810, 1000, 1000), pauses(policy, 7, new SplittableRandom(1)));
  }

  @Test
  void factorOfOneMakesEqualPauses() {
    RetryPolicy policy = RetryPolicy.DEFAULT.backoff(1).jitter(0);

    assertEquals(ofMillis(100, 100, 100), pauses(policy, 3, new SplittableRandom(1)));
  }

  @Test
  void manyFailuresDoNotOverflow() {
    RetryPolicy policy = RetryPolicy.DEFAULT.backoff(10).jitter(0);

    assertEquals(Duration.ofSeconds(5), policy.pauseAfter(1_000_000, new SplittableRandom(1)));
  }

  @Test
  void jitterShortensByItsPartAtMost() {
    RetryPolicy policy = RetryPolicy.DEFAULT.pauses(SECOND, SECOND).jitter(0.25);
    RandomGenerator random = new SplittableRandom(42);
    Duration shortest = SECOND;
    Duration longest = Duration.ZERO;

    for (int i = 0; i < 10_000; i++) {
      Duration pause = policy.pauseAfter(1, random);
      shortest = pause.compareTo(shortest) < 0 ? pause : shortest;
      longest = pause.compareTo(longest) > 0 ? pause : longest;
    }

    assertTrue(shortest.compareTo(Duration.ofMillis(750)) >= 0, "shortest " + shortest);
    assertTrue(shortest.compareTo(Duration.ofMillis(751)) < 0, "shortest " + shortest);
    assertTrue(longest.compareTo(SECOND) <= 0, "longest " + longest);
    assertTrue(longest.compareTo(Duration.ofMillis(999)) > 0, "longest " + longest);
  }

  @Test
  void sameSeedDrawsTheSamePauses() {
    List<Duration> pauses = pauses(RetryPolicy.DEFAULT, 20, new SplittableRandom(7));

    assertEquals(pauses, pauses(RetryPolicy.DEFAULT, 20, new SplittableRandom(7)));
    assertNotEquals(pauses, pauses(RetryPolicy.DEFAULT, 20, new SplittableRandom(8)));
  }

  @Test
  void changedCopiesKeepEverythingElse() {
    RetryPolicy policy =
        RetryPolicy.DEFAULT
            .maxTries(3)
            .deadline(SECOND)
            .idempotent()
            .acrossSessions()
            .pauses(Duration.ofMillis(1), SECOND)
            .backoff(4)
            .jitter(0);

    assertEquals(
        "at most 3 tries within PT1S, pauses from PT0.001S to PT1S, idempotent, across sessions",
        policy.toString());
    assertEquals(3, policy.maxTries());
    assertEquals(SECOND, policy.deadline());
    assertTrue(policy.isIdempotent());
    assertTrue(policy.spansSessions());
    assertEquals(ofMillis(1, 4, 16), pauses(policy, 3, new SplittableRandom(1)));
    assertFalse(RetryPolicy.DEFAULT.isIdempotent());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void thereIsATryAtLeast(int tries) {
    assertEquals(
        "maxTries must be at least 1 but was " + tries,
        refusal(() -> RetryPolicy.DEFAULT.maxTries(tries)));
  }

  @Test
  void pausesArePositiveAndOrdered() {
    assertEquals(
        "first must be positive but was PT0S",
        refusal(() -> RetryPolicy.DEFAULT.pauses(Duration.ZERO, SECOND)));
    assertEquals(
        "longest must be at least first (PT1S) but was PT0.999S",
        refusal(() -> RetryPolicy.DEFAULT.pauses(SECOND, Duration.ofMillis(999))));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.9, -2, Double.NaN, Double.POSITIVE_INFINITY})
  void pausesDoNotShrink(double factor) {
    assertEquals(
        "backoff must be at least 1 but was " + factor,
        refusal(() -> RetryPolicy.DEFAULT.backoff(factor)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void jitterIsAPart(double part) {
    assertEquals(
        "jitter must be between 0 and 1 but was " + part,
        refusal(() -> RetryPolicy.DEFAULT.jitter(part)));
  }

  @Test
  void deadlineIsPositive() {
    assertEquals(
        "deadline must be positive but was PT-1S",
        refusal(() -> RetryPolicy.DEFAULT.deadline(SECOND.negated())));
  }
}
