package dev.mirliton.zk;

import java.time.Duration;
import java.util.Optional;

/**
 * A queue of what happens to a watched znode. Closing it stops the watch, on the server too when it
 * was the last local one for that path.
 *
 * <p>Events are there before the answer of any request that shows the change. The queue holds a
 * thousand; whoever is slower finds a {@link WatchEvent.Gap} instead of what was dropped.
 *
 * @since 0.1
 */
public interface Watch extends Registration {

  /** Returns the watched path. */
  String path();

  /**
   * Waits for the next event.
   *
   * @throws IllegalStateException if none will ever come: a one-shot watch that has fired, a
   *     session that is over, a closed watch
   */
  WatchEvent next() throws InterruptedException;

  /**
   * Waits for the next event, not longer than {@code limit}.
   *
   * @return the event, or nothing if none came in time
   * @throws IllegalStateException if none will ever come
   */
  Optional<WatchEvent> next(Duration limit) throws InterruptedException;

  /** Whether there is an event to be taken, or one may still come. */
  boolean isActive();
}
