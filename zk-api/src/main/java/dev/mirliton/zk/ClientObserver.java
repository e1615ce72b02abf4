package dev.mirliton.zk;

/**
 * Hears what a client does, for metrics, tracing and audit: the seam that other systems plug into.
 * Given to {@link ZkOptions.Builder#observer}; every method does nothing unless it is overridden.
 *
 * <p><b>Thread.</b> All methods are called on a callback queue of their own, one at a time, in the
 * order in which things happened, after those whom they concern were told. An observer that blocks
 * holds up neither requests nor listeners, only the reports behind it; once 10,000 of these wait,
 * further ones are dropped and counted, see {@link #onReportsDropped}. It may call the client, but
 * each call is a request and so another report.
 *
 * <p>One that throws is logged the first time, and goes on being called.
 *
 * <p>A report never holds a secret: no credentials, no session password, no data of a znode.
 *
 * @since 0.1
 */
public interface ClientObserver {

  /**
   * A request got its answer, or it is certain that it gets none. Told once for each request: a
   * {@code deleteTree} is many of them, a read that was sent again on another connection is one.
   * What a client asks for itself, such as pings, is not told.
   */
  default void onRequest(RequestReport request) {}

  /** An attempt to reach a server came to its end, good or bad. */
  default void onConnectionAttempt(ConnectionAttempt attempt) {}

  /** The state changed; told to {@link StateListener}s too, possibly at another time. */
  default void onStateChange(StateChange change) {}

  /** A watch got an event. Told once for each watch, whether its owner looks or not. */
  default void onWatchEvent(WatchReport event) {}

  /**
   * A callback of the application ran for longer than {@link ZkOptions.Builder#slowCallback}: told
   * when it has ended, and before, once in a while, as long as it does not end.
   */
  default void onSlowCallback(SlowCallback callback) {}

  /**
   * Reports were dropped since the last call of any method here.
   *
   * @param count how many
   */
  default void onReportsDropped(long count) {}
}
