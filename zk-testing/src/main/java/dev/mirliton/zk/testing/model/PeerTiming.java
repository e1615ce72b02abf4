package dev.mirliton.zk.testing.model;

import java.time.Duration;

/**
 * How patient the servers of an ensemble are with each other.
 *
 * @param tick the unit of the limits; a leader pings twice in a tick
 * @param initLimit ticks that a follower and its leader may take to agree on a log
 * @param syncLimit ticks that either may be silent afterwards
 * @param electionWait how long a looking server waits for a better vote once a quorum agrees
 * @param logSync the longest that a write to the log takes to be durable
 * @since 0.1
 */
public record PeerTiming(
    Duration tick, int initLimit, int syncLimit, Duration electionWait, Duration logSync) {

  /** Rejects what could never work. */
  public PeerTiming {
    if (!tick.isPositive() || initLimit < 1 || syncLimit < 1) {
      throw new IllegalArgumentException(
          "tick and limits must be positive: " + tick + ", " + initLimit + ", " + syncLimit);
    }
    if (electionWait.isNegative() || logSync.isNegative()) {
      throw new IllegalArgumentException(
          "waits must not be negative: " + electionWait + ", " + logSync);
    }
  }

  /** Returns the limits that servers are usually configured with: 10 and 5 ticks. */
  public static PeerTiming of(Duration tick) {
    return new PeerTiming(tick, 10, 5, Duration.ofMillis(200), Duration.ofMillis(2));
  }

  Duration halfTick() {
    return tick.dividedBy(2);
  }

  long initMillis() {
    return tick.toMillis() * initLimit;
  }

  long syncMillis() {
    return tick.toMillis() * syncLimit;
  }
}
