package dev.mirliton.zk;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When to look for a server again, and when to give up. Asked when a connection is lost, and after
 * each round of attempts in which no server answered; within a round every server, and every
 * address of it, is tried at once after the last. Not asked before the very first round.
 *
 * <pre>{@code
 * ReconnectPolicy anHour = ReconnectPolicy.DEFAULT.giveUpAfter(Duration.ofHours(1));
 * }</pre>
 *
 * <p>A policy of your own runs in a task of the client's handler, one call at a time for each
 * client: it may block, and the client waits for it. While it waits, a session that can no longer
 * be alive is told so as ever. If it throws, or returns null, that is logged and {@link #DEFAULT}
 * decides.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ReconnectPolicy {
  /**
   * At once after a lost connection; after a failed round 100 ms, doubling up to 5 s, half of it
   * drawn. Never gives up.
   */
  ReconnectPolicy DEFAULT = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), 0.5);

  /** One round of attempts at the start; none when the connection is lost. */
  ReconnectPolicy NEVER = (outage, random) -> Optional.empty();

  /**
   * Says when the next round of attempts begins.
   *
   * @param random the handler's randomness, for jitter that a simulation can repeat
   * @return how long to pause before it, zero or less for not at all; or nothing to give up: the
   *     client ends, with {@link KeeperState#GAVE_UP}, and what waits for an answer fails with
   *     {@link GaveUpException}
   */
  Optional<Duration> pause(Outage outage, RandomGenerator random);

  /** Returns a policy that gives up when no server was found for so long, else does as this one. */
  default ReconnectPolicy giveUpAfter(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("limit must be positive but was " + limit);
    }
    return (outage, random) -> {
      Duration left = limit.minus(outage.duration());
      return left.isPositive()
          ? pause(outage, random).map(pause -> pause.compareTo(left) < 0 ? pause : left)
          : Optional.empty();
    };
  }

  /** Returns a policy that gives up after so many failed rounds, else does as this one. */
  default ReconnectPolicy giveUpAfterRounds(int rounds) {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be at least 1 but was " + rounds);
    }
    return (outage, random) ->
        outage.failedRounds() < rounds ? pause(outage, random) : Optional.empty();
  }

  /** Returns a policy that does as this one until the first server answers, then as another. */
  default ReconnectPolicy onceConnected(ReconnectPolicy later) {
    return (outage, random) ->
        outage.wasConnected() ? later.pause(outage, random) : pause(outage, random);
  }

  /**
   * A time without a server.
   *
   * @param wasConnected whether a server has ever served this client; false while it connects for
   *     the first time
   * @param failedRounds how many rounds of attempts have failed; 0 when the connection was just
   *     lost. A connection that was lost again before it was of any use, or that is lost each time
   *     soon after it was made, counts as a failed round and does not end the outage
   * @param duration since the connection was lost, or since the client was started
   */
  record Outage(boolean wasConnected, int failedRounds, Duration duration) {}

  /**
   * Pauses that double. There is none when a connection was just lost.
   *
   * @param first pause after the first failed round: 100 ms by default, long enough for a server to
   *     be restarted by its supervisor, short against any session timeout
   * @param longest pauses double up to this: 5 s by default, so that a recovered ensemble is found
   *     within one session timeout
   * @param jitter each pause is drawn between {@code (1 − jitter)} and 1 of its length, so that
   *     many clients do not come back together: 0.5 by default
   */
  record Backoff(Duration first, Duration longest, double jitter) implements ReconnectPolicy {
    private static final int MOST_DOUBLINGS = 62;

    /** Checks the ranges. */
    public Backoff {
      if (first.isNegative() || first.isZero()) {
        throw new IllegalArgumentException("first must be positive but was " + first);
      }
      if (longest.compareTo(first) < 0) {
        throw new IllegalArgumentException(
            "longest must be at least first (" + first + ") but was " + longest);
      }
      if (!(jitter >= 0 && jitter <= 1)) {
        throw new IllegalArgumentException("jitter must be between 0 and 1 but was " + jitter);
      }
    }

    @Override
    public Optional<Duration> pause(Outage outage, RandomGenerator random) {
      if (outage.failedRounds() == 0) {
        return Optional.of(Duration.ZERO);
      }
      int doublings = Math.min(outage.failedRounds() - 1, MOST_DOUBLINGS);
      double full = Math.min(longest.toNanos(), first.toNanos() * (double) (1L << doublings));
      return Optional.of(Duration.ofNanos((long) (full * (1 - jitter * random.nextDouble()))));
    }
  }
}
