package dev.mirliton.zk.discovery;

import java.time.Duration;

/** How long to wait between attempts: longer each time. Used by one callback at a time. */
final class Pauses {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private Duration next = SHORTEST;

  Duration next() {
    Duration now = next;
    Duration doubled = now.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return now;
  }

  void reset() {
    next = SHORTEST;
  }
}
