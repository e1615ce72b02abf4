package dev.mirliton.zk;

/**
 * What is known of a request that got no answer.
 *
 * @since 0.1
 */
public enum Fate {
  /** No byte of it left this process, or the server refused to look at it: it did not happen. */
  NOT_SENT,
  /**
   * It was sent, wholly or in part: it may have happened or may yet happen. Look before trying
   * again.
   */
  UNKNOWN
}
