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

  /**
   * Whether the code, which waits by something else than {@link #pause}, does so for a lock of real
   * output, see {@link RealOutput}.
   *
   * @implSpec false: it keeps its turn while it waits
   */
  default boolean isHeldUpByOutput() {
    return false;
  }

  /**
   * Waits in real time until the lock of real output is free, and lets the code run on.
   *
   * @return false if it does not become free
   * @implSpec never called
   */
  default boolean resumeAfterOutput() {
    return false;
  }

  /** Gives the turn back until the next {@link #resume}. Called by the code itself. */
  void pause();

  /** Who owns a coroutine. */
  interface Owner {

    /** The code could go on: it was started, unparked or interrupted by simulated code. */
    void couldGoOn();

    /** Whether the calling thread belongs to the simulation. */
    boolean isCalledFromInside();

    /** Something real lets the code go on. From any thread. */
    void wokenFromOutside();
  }

  /** Makes coroutines of one kind. */
  interface Kind {
    /** Creates one that was not started; {@code body} must not throw. */
    Coroutine create(String name, Owner owner, Runnable body);
  }
}
