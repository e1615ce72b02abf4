package dev.mirliton.zk;

/**
 * Hears how the connection fares, on the client's state queue: one call at a time, in order, each
 * change exactly once, never held up by watch callbacks. It may call the client, also its blocking
 * methods.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface StateListener {
  /** Hears one change. A listener that throws is reported, and stays. */
  void onStateChange(StateChange change);
}
