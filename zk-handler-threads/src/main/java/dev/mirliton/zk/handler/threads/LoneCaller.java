package dev.mirliton.zk.handler.threads;

/**
 * Notices that one caller alone uses a link, asking and waiting in turn: after most batches of
 * bytes exactly one thread offers to help. Counts only; belongs to the reader.
 */
final class LoneCaller {
  /** So many batches in a row make it likely that the next one will be like them. */
  static final int ENOUGH = 8;

  /** So many batches are let pass after it turned out to be wrong. */
  static final int PATIENCE = 100;

  private int offersSeen;
  private int streak;

  /**
   * Counts one batch of bytes.
   *
   * @param offers how many offers to help there were since the link was made
   * @return whether one caller alone is at work
   */
  boolean isSeenAfterBatch(int offers) {
    int since = offers - offersSeen;
    offersSeen = offers;
    if (since == 1) {
      streak++;
    } else if (since > 1) {
      streak = Math.min(streak, 0);
    } else if (streak > 0) {
      // An answer that was faster than the offer, or nobody waits for it.
      streak--;
    }
    return streak >= ENOUGH;
  }

  /** Begins to count anew. */
  void restart(int offers) {
    offersSeen = offers;
    streak = 0;
  }

  /** Begins to count anew, but not soon: the caller was not alone. */
  void restartLater(int offers) {
    offersSeen = offers;
    streak = -PATIENCE;
  }
}
