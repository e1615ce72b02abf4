package dev.mirliton.zk.spi;

import java.util.concurrent.Executor;

/**
 * Runs callbacks one at a time, in the order they were added, never on a thread that moves bytes.
 * Each sees the memory effects of those before it. One that throws is reported and the next one
 * runs.
 *
 * <p>It needs no end of its own: an idle queue holds no thread, and closing the handler runs what
 * is left.
 *
 * @since 0.1
 */
public interface CallbackQueue extends Executor {

  /** Adds a callback and sees to it that it will run. */
  @Override
  default void execute(Runnable callback) {
    add(callback);
    wake();
  }

  /**
   * Adds a callback that will run after the next {@link #wake()}, or sooner. For batches: add many,
   * wake once. After the handler was closed the callback is dropped and that is logged.
   */
  void add(Runnable callback);

  /** Sees to it that everything added so far will run. Cheap when there is nothing. */
  void wake();

  /** Whether the calling thread is running a callback of this queue right now. */
  boolean isCurrent();

  /** Returns how a thread that waits for an answer of this queue parks. */
  Parking parking();
}
