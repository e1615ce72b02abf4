package dev.mirliton.zk.spi;

/**
 * How a thread of this concurrency model waits: a platform or virtual thread parks, a simulated
 * task lets the simulation turn.
 *
 * @since 0.1
 */
public interface Parking {

  /**
   * Blocks the current thread until {@link #unpark} was called for it (also if that was before), it
   * is interrupted, {@code nanos} have passed by {@link Handler#nanoTime()}, or for no reason at
   * all: a caller tests its condition in a loop. Does not clear the interrupt flag.
   *
   * @param blocker what is waited for, for thread dumps
   * @param nanos how long at most; zero or less returns at once, {@link Long#MAX_VALUE} is for ever
   */
  void park(Object blocker, long nanos);

  /** Returns the clock that {@link #park} measures with: that of {@link Handler#nanoTime()}. */
  long nanoTime();

  /** Lets {@code thread}'s current or next {@link #park} return. */
  void unpark(Thread thread);
}
