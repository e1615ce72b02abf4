package dev.mirliton.zk;

import java.time.Duration;

/**
 * What a recipe needs besides requests, so that it starts no thread, reads no clock and takes no
 * lock: results it sets itself, timers, a clock, names nobody else has, the number of its process,
 * and one lane in which its steps run one at a time.
 *
 * @since 0.1
 */
public interface RecipeSupport {

  /**
   * Creates a result that the recipe sets. Its listeners are told on the event queue; waiting for
   * it inside a callback of that queue throws {@link CallbackDeadlockException}, because whatever
   * sets it would have to run there too.
   *
   * @param what it stands for, for that message: {@code lock /locks/ledger}
   */
  <T> Settable<T> newResult(String what);

  /**
   * Runs {@code step} on the event queue, after every callback queued so far. Watch listeners,
   * result listeners and steps never run at the same time, so state touched only by them needs no
   * lock.
   */
  void run(Runnable step);

  /** Runs {@code step} on the event queue, not earlier than {@code delay} from now. */
  Registration after(Duration delay, Runnable step);

  /** Returns a monotonic time; only differences mean anything. */
  Duration now();

  /** Returns 32 hexadecimal digits that no one else has (a random UUID). */
  String uniqueName();

  /** Returns the process id of this program; in a simulation, that of the simulated process. */
  long processId();

  /** Returns the deadline that calls of this client have when they name none. */
  Duration defaultDeadline();

  /**
   * A result that its owner sets.
   *
   * @param <T> the value's type
   */
  interface Settable<T> {
    /** Returns the side for those who wait. */
    AsyncResult<T> result();

    /**
     * Sets the value.
     *
     * @return false if it was set, failed or cancelled already
     */
    boolean complete(T value);

    /**
     * Sets a failure.
     *
     * @return false if it was set, failed or cancelled already
     */
    boolean fail(Throwable failure);

    /**
     * Runs {@code step} on the event queue if the result is cancelled. Set it before handing the
     * result out.
     */
    void onCancel(Runnable step);
  }
}
