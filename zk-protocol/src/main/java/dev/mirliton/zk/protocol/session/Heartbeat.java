package dev.mirliton.zk.protocol.session;

/**
 * When to ping, when to give a connection up, when the session is lost. All from one number, the
 * granted session timeout <i>T</i>:
 *
 * <ul>
 *   <li>a ping is due <i>T</i>/3 after the last byte was sent, so that the server hears of us in
 *       time, and <i>T</i>/3 after the last byte was received, so that a silent server must answer
 *       something;
 *   <li>the connection is dead 2<i>T</i>/3 after the last byte was <em>received</em>, whatever is
 *       being sent: a frozen server's kernel goes on accepting bytes;
 *   <li>the session is over for us 4<i>T</i>/3 after the last byte was received: servers round
 *       expiry up to their next tick, and the official client has used this bound since 3.9.3
 *       (ZOOKEEPER-4508).
 * </ul>
 */
final class Heartbeat {
  private long timeoutNs;
  private long lastSentNs;
  private long lastReceivedNs;
  private boolean pinged; // since the last byte received
  private int pingsAwaited;
  private long pingSentNs; // the oldest that is awaited, or an older one

  /** A connection stands and the server granted {@code timeoutNs}. */
  void start(long timeoutNs, long nowNs) {
    this.timeoutNs = timeoutNs;
    lastSentNs = nowNs;
    pingsAwaited = 0;
    received(nowNs);
  }

  void sent(long nowNs) {
    lastSentNs = nowNs;
  }

  void received(long nowNs) {
    lastReceivedNs = nowNs;
    pinged = false;
  }

  void pinged(long nowNs) {
    pinged = true;
    lastSentNs = nowNs;
    if (pingsAwaited++ == 0) {
      pingSentNs = nowNs;
    }
  }

  /**
   * A ping was answered. Returns a time at which the server had not heard it yet, but was about to:
   * pongs do not say which ping they answer, so the oldest is meant.
   */
  long ponged() {
    if (pingsAwaited > 0) {
      pingsAwaited--;
    }
    return pingSentNs;
  }

  boolean isPingDue(long nowNs) {
    return nowNs - lastSentNs >= timeoutNs / 3
        || !pinged && nowNs - lastReceivedNs >= timeoutNs / 3;
  }

  boolean isConnectionDead(long nowNs) {
    return nowNs - lastReceivedNs >= timeoutNs * 2 / 3;
  }

  /** Returns when, without further traffic, something is due on a live connection. */
  long nextNs() {
    long ping = lastSentNs + timeoutNs / 3;
    if (!pinged) {
      ping = Math.min(ping, lastReceivedNs + timeoutNs / 3);
    }
    return Math.min(ping, lastReceivedNs + timeoutNs * 2 / 3);
  }

  /** Returns when the session is over unless a server says otherwise before. */
  long sessionEndNs() {
    return lastReceivedNs + timeoutNs * 4 / 3;
  }

  /** Returns the session timeout that the server granted last. */
  long timeoutNs() {
    return timeoutNs;
  }

  /** Returns how long the server has been silent. */
  long silenceNs(long nowNs) {
    return nowNs - lastReceivedNs;
  }
}
