package dev.mirliton.zk.it.simulation;

/**
 * A lock in somebody's hands, as its holder saw it: from when it was handed out until the holder
 * last believed in it. Times are true ones, in nanoseconds.
 */
final class LockTenure {
  private final String lock;
  private final String holder;
  private final long token;
  private final long fromNs;
  private long untilNs;
  private long slackNs;
  private int losses;
  private boolean closed;

  /**
   * Begins one.
   *
   * @param nowNs when the holder found that it is valid
   */
  LockTenure(String lock, String holder, long token, long nowNs) {
    this.lock = lock;
    this.holder = holder;
    this.token = token;
    this.fromNs = nowNs;
    this.untilNs = nowNs;
  }

  /**
   * The holder believes in it now. What is false once is false for ever, so it has been believed in
   * all the time since it began.
   *
   * @param slackNs how much longer than the truth it may be believed in
   */
  void believed(long nowNs, long slackNs) {
    untilNs = Math.max(untilNs, nowNs);
    this.slackNs = slackNs;
  }

  /** The holder is told that it is lost. */
  void lost() {
    losses++;
  }

  /** The holder lets go. */
  void closed() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether somebody was told that it is lost. */
  boolean isLost() {
    return losses > 0;
  }

  int losses() {
    return losses;
  }

  String lock() {
    return lock;
  }

  long token() {
    return token;
  }

  long fromNs() {
    return fromNs;
  }

  /** Until when nobody else may have had the lock. */
  long heldUntilNs() {
    return Math.max(fromNs, untilNs - slackNs);
  }

  @Override
  public String toString() {
    return "%s held %s with token %d from %.6f s to %.6f s"
        .formatted(holder, lock, token, fromNs / 1e9, untilNs / 1e9);
  }
}
