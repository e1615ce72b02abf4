package dev.mirliton.zk;

/**
 * Hears of a watched znode, on the client's event queue: one call at a time, in the order the
 * server sent, before the answer of any request that shows the change.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface WatchListener {
  /** Hears one event. A listener that throws is reported, and stays. */
  void onEvent(WatchEvent event);
}
