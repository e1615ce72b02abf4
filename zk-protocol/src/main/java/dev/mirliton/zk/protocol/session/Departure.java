package dev.mirliton.zk.protocol.session;

import org.jspecify.annotations.Nullable;

/**
 * Leaving a server that serves, for another: no request is begun, and the connection is closed when
 * those in flight are answered, or have had time enough. A write of unknown fate would be a high
 * price for moving.
 */
final class Departure {
  private final long patienceNs;
  private @Nullable String why;
  private long endNs;

  Departure(long patienceNs) {
    this.patienceNs = patienceNs;
  }

  boolean isUnderWay() {
    return why != null;
  }

  void begin(String reason, long nowNs) {
    if (why == null) {
      endNs = nowNs + patienceNs;
    }
    why = reason;
  }

  /** Ends it, by leaving or staying. */
  void end() {
    why = null;
  }

  long wakeAtNs() {
    return why == null ? Long.MAX_VALUE : endNs;
  }

  /** Returns why to close the connection now, or null if there is no reason to, or not yet. */
  @Nullable String due(boolean idle, long nowNs) {
    return idle || nowNs - endNs >= 0 ? why : null;
  }
}
