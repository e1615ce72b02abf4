package dev.mirliton.zk.testing.simulation;

import java.util.concurrent.locks.LockSupport;

/**
 * A platform thread that passes the turn to and fro with the kernel's thread. Works on every JVM,
 * but a turn costs two wake-ups of the operating system, and code that waits in a lock or queue of
 * {@code java.util.concurrent} keeps its turn: nothing else can run.
 */
final class TurnCoroutine implements Coroutine {
  private final Turned thread;
  private volatile boolean turn;
  private volatile boolean ended;
  private volatile Thread kernel = Thread.currentThread();

  private TurnCoroutine(String name, Owner owner, Runnable body) {
    thread = new Turned(name, owner, () -> run(body));
  }

  static Kind kind() {
    return TurnCoroutine::new;
  }

  /** Tells the owner what the JDK tells a virtual thread's scheduler. */
  private static final class Turned extends Thread {
    private final Owner owner;
    private boolean told;

    Turned(String name, Owner owner, Runnable body) {
      super(null, body, name, 0, false);
      this.owner = owner;
      setDaemon(true);
    }

    @Override
    public void start() {
      super.start(); // it waits for its turn
      told = true;
      tell();
    }

    @Override
    public void interrupt() {
      super.interrupt();
      if (Thread.currentThread() != this && getState() != State.NEW) {
        tell();
      }
    }

    private void tell() {
      if (owner.isCalledFromInside()) {
        owner.couldGoOn();
      } else {
        owner.wokenFromOutside();
      }
    }
  }

  private void run(Runnable body) {
    awaitTurn();
    try {
      body.run();
    } finally {
      ended = true;
      giveBack();
    }
  }

  @Override
  public Thread thread() {
    return thread;
  }

  /** The executors of the JDK start a thread without calling its {@code start}. */
  @Override
  public boolean wasStartedUntold() {
    if (thread.told || thread.getState() == Thread.State.NEW) {
      return false;
    }
    thread.told = true;
    return true;
  }

  @Override
  public void resume() {
    kernel = Thread.currentThread();
    turn = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (turn) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (ended) {
      interrupted |= joined();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the last instructions of an ended thread, so that it is seen as dead. */
  private boolean joined() {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
  }

  @Override
  public void pause() {
    giveBack();
    awaitTurn();
  }

  private void giveBack() {
    turn = false;
    LockSupport.unpark(kernel);
  }

  private void awaitTurn() {
    boolean interrupted = false;
    while (!turn) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
