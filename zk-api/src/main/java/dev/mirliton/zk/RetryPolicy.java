package dev.mirliton.zk;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What is tried again, how often, and with which pauses; see {@link ZkClient#retry}. Immutable;
 * each method that sets something returns a changed copy.
 *
 * <pre>{@code
 * RetryPolicy patient = RetryPolicy.DEFAULT.deadline(Duration.ofMinutes(2)).idempotent();
 * }</pre>
 *
 * <p>By default only what certainly changed nothing is tried again: a try of which no write was
 * sent, or every write refused. {@link #idempotent} is for operations that are harmless to do
 * twice.
 *
 * @since 0.1
 */
public final class RetryPolicy {
  /** The defaults: as often as fits into the deadline of one call. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          Integer.MAX_VALUE,
          Duration.ofMillis(100),
          2,
          Duration.ofSeconds(5),
          0.5,
          null,
          false,
          false);

  private final int maxTries;
  private final Duration firstPause;
  private final double backoff;
  private final Duration longestPause;
  private final double jitter;
  private final @Nullable Duration deadline;
  private final boolean idempotent;
  private final boolean acrossSessions;

  private RetryPolicy(
      int maxTries,
      Duration firstPause,
      double backoff,
      Duration longestPause,
      double jitter,
      @Nullable Duration deadline,
      boolean idempotent,
      boolean acrossSessions) {
    this.maxTries = maxTries;
    this.firstPause = firstPause;
    this.backoff = backoff;
    this.longestPause = longestPause;
    this.jitter = jitter;
    this.deadline = deadline;
    this.idempotent = idempotent;
    this.acrossSessions = acrossSessions;
  }

  /** Ends after so many tries, the first one included. Without this, only the deadline ends it. */
  public RetryPolicy maxTries(int tries) {
    if (tries < 1) {
      throw new IllegalArgumentException("maxTries must be at least 1 but was " + tries);
    }
    return new RetryPolicy(
        tries, firstPause, backoff, longestPause, jitter, deadline, idempotent, acrossSessions);
  }

  /**
   * How long to pause after the first try that failed, and at most.
   *
   * @param first 100 ms by default: time for a busy server to breathe, not yet felt by a person
   * @param longest 5 s by default, so that the end of an outage is noticed within a session timeout
   */
  public RetryPolicy pauses(Duration first, Duration longest) {
    if (first.isNegative() || first.isZero()) {
      throw new IllegalArgumentException("first must be positive but was " + first);
    }
    if (longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "longest must be at least first (" + first + ") but was " + longest);
    }
    return new RetryPolicy(
        maxTries, first, backoff, longest, jitter, deadline, idempotent, acrossSessions);
  }

  /** By how much each pause is longer than the one before: 2 by default; 1 for equal pauses. */
  public RetryPolicy backoff(double factor) {
    if (!(factor >= 1 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("backoff must be at least 1 but was " + factor);
    }
    return new RetryPolicy(
        maxTries, firstPause, factor, longestPause, jitter, deadline, idempotent, acrossSessions);
  }

  /**
   * Draws each pause between {@code (1 − part)} and 1 of its length, so that those who failed
   * together do not come back together. 0.5 by default.
   */
  public RetryPolicy jitter(double part) {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException("jitter must be between 0 and 1 but was " + part);
    }
    return new RetryPolicy(
        maxTries, firstPause, backoff, longestPause, part, deadline, idempotent, acrossSessions);
  }

  /**
   * How long all tries and pauses may take together. Without this, as long as one call of the
   * client may: whoever retries waits no longer than whoever does not.
   */
  public RetryPolicy deadline(Duration whole) {
    if (whole.isNegative() || whole.isZero()) {
      throw new IllegalArgumentException("deadline must be positive but was " + whole);
    }
    return new RetryPolicy(
        maxTries, firstPause, backoff, longestPause, jitter, whole, idempotent, acrossSessions);
  }

  /**
   * Tries again also what may have happened already ({@link Fate#UNKNOWN}). Only for operations
   * that are harmless to do twice.
   */
  public RetryPolicy idempotent() {
    return new RetryPolicy(
        maxTries, firstPause, backoff, longestPause, jitter, deadline, true, acrossSessions);
  }

  /**
   * Tries again in the next session when one expires. Only for operations that lean on nothing that
   * belonged to the old one: its ephemeral znodes are gone.
   */
  public RetryPolicy acrossSessions() {
    return new RetryPolicy(
        maxTries, firstPause, backoff, longestPause, jitter, deadline, idempotent, true);
  }

  /** Returns the number of tries, the first included; {@link Integer#MAX_VALUE} if unlimited. */
  public int maxTries() {
    return maxTries;
  }

  /** Returns how long everything may take, or null for the client's deadline for one call. */
  public @Nullable Duration deadline() {
    return deadline;
  }

  /** Whether what may have happened is tried again. */
  public boolean isIdempotent() {
    return idempotent;
  }

  /** Whether what failed because its session expired is tried again. */
  public boolean spansSessions() {
    return acrossSessions;
  }

  /**
   * Returns how long to pause now.
   *
   * @param failures how many tries have failed, at least 1
   * @param random where the jitter comes from; asked once
   */
  public Duration pauseAfter(int failures, RandomGenerator random) {
    double longest = millis(longestPause);
    double full = Math.min(longest, millis(firstPause) * Math.pow(backoff, failures - 1.0));
    double drawn = full * (1 - jitter * random.nextDouble());
    return Duration.ofNanos((long) (drawn * 1e6));
  }

  private static double millis(Duration duration) {
    return duration.getSeconds() * 1e3 + duration.getNano() / 1e6;
  }

  @Override
  public String toString() {
    return (maxTries == Integer.MAX_VALUE
            ? "any number of tries"
            : "at most " + maxTries + " tries")
        + (deadline == null ? "" : " within " + deadline)
        + ", pauses from "
        + firstPause
        + " to "
        + longestPause
        + (idempotent ? ", idempotent" : "")
        + (acrossSessions ? ", across sessions" : "");
  }
}
