package dev.mirliton.zk;

import java.time.Duration;

/**
 * How long a znode lives.
 *
 * @since 0.1
 */
public sealed interface Lifetime {

  /** Until somebody deletes it. */
  record Persistent() implements Lifetime {}

  /** Until the session that created it ends. It cannot have children. */
  record Ephemeral() implements Lifetime {}

  /**
   * Until the server notices that its last child is gone. It must have had a child once; the server
   * looks about once a minute. Servers since 3.5.
   */
  record Container() implements Lifetime {}

  /**
   * Until nobody changed it for a while and it has no children. Servers since 3.5.3, started with
   * {@code zookeeper.extendedTypesEnabled=true}; others refuse it.
   *
   * @param timeToLive how long unchanged: 1 ms to 2<sup>40</sup>−1 ms (about 34 years), in whole
   *     milliseconds
   */
  record Ttl(Duration timeToLive) implements Lifetime {
    private static final Duration MAX = Duration.ofMillis((1L << 40) - 1);

    /** Checks the range that the server can store. */
    public Ttl {
      if (timeToLive.compareTo(Duration.ofMillis(1)) < 0 || timeToLive.compareTo(MAX) > 0) {
        throw new IllegalArgumentException(
            "timeToLive must be between PT0.001S and " + MAX + " but was " + timeToLive);
      }
    }
  }
}
