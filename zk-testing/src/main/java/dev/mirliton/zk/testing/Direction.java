package dev.mirliton.zk.testing;

/**
 * Which way bytes go through a {@link FaultProxy}.
 *
 * @since 0.1
 */
public enum Direction {
  /** Requests. */
  TO_SERVER,
  /** Replies and events. */
  TO_CLIENT
}
