package dev.mirliton.zk;

/**
 * How far a lasting watch sees. Servers since 3.6.
 *
 * @since 0.1
 */
public enum WatchMode {
  /** The znode itself and its list of children. */
  PERSISTENT,
  /** The znode and everything below it; never tells that a list of children changed. */
  PERSISTENT_RECURSIVE
}
