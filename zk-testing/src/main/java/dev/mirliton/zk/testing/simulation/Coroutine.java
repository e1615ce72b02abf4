package dev.mirliton.zk.testing.simulation;

/**
 * Ordinary blocking code that runs only when it is its turn: from {@link #resume} until it pauses,
 * waits or ends.
 */
interface Coroutine {

  /** Returns the thread that runs the code; starting it makes the owner's first turn due. */
  Thread thread();

  /**
   * Whether the thread was started in a way that its owner was not told of. Asked again and again
   * until it was started.
   *
   * @implSpec false: the owner is told of every start
   */
  default boolean wasStartedUntold() {
    return false;
  }

  /** Lets the code run, and returns when it no longer does. Called by the kernel. */
  void resume();

  /** Gives the turn back until the next {@link #resume}. Called by the code itself. */
  void pause();

  /** Who owns a coroutine. */
  interface Owner {

    /**
     * The code could go on: it was started, unparked or interrupted. Comes from any thread, for
     * threads and timers that are not simulated may do so too.
     */
    void couldGoOn();
  }

  /** Makes coroutines of one kind. */
  interface Kind {
    /** Creates one that was not started; {@code body} must not throw. */
    Coroutine create(String name, Owner owner, Runnable body);
  }
}
