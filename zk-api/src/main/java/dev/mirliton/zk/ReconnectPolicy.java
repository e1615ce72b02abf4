package dev.mirliton.zk;

import java.time.Duration;

/**
 * How long to pause between rounds of connection attempts. Within a round every server, and every
 * address of it, is tried at once after the last; the pause comes when all have failed.
 *
 * @param first pause after the first failed round: 100 ms by default, long enough for a server to
 *     be restarted by its supervisor, short against any session timeout
 * @param longest pauses double up to this: 5 s by default, so that a recovered ensemble is found
 *     within one session timeout
 * @param jitter each pause is drawn between {@code (1 − jitter)} and 1 of its length, so that many
 *     clients do not come back together: 0.5 by default
 * @since 0.1
 */
public record ReconnectPolicy(Duration first, Duration longest, double jitter) {
  /** The defaults. */
  public static final ReconnectPolicy DEFAULT =
      new ReconnectPolicy(Duration.ofMillis(100), Duration.ofSeconds(5), 0.5);

  /** Checks the ranges. */
  public ReconnectPolicy {
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
}
