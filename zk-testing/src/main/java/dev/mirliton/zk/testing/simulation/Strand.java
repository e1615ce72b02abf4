package dev.mirliton.zk.testing.simulation;

import org.jspecify.annotations.Nullable;

/** One simulated thread of control, of one process. */
final class Strand implements Coroutine.Owner {
  private final Kernel kernel;
  private final Actor actor;
  private final String name;
  private final Coroutine coroutine;
  private boolean due; // a turn is among the events
  private boolean parked; // in park() below, rather than waiting elsewhere
  private boolean permit;
  private boolean ended;
  private int weight; // see Scheduling

  Strand(Kernel kernel, Actor actor, String name, Coroutine.Kind kind, Runnable body) {
    this.kernel = kernel;
    this.actor = actor;
    this.name = name;
    coroutine =
        kind.create(
            actor.actorName() + "/" + name,
            this,
            () -> {
              kernel.begins(this);
              try {
                body.run();
              } catch (SimulationOverError over) {
                // The process is dead, or the run has ended: as it should be.
              } catch (Throwable failure) {
                kernel.threw(this, failure);
              } finally {
                ended = true;
                kernel.ended(this);
              }
            });
  }

  Kernel kernel() {
    return kernel;
  }

  Actor actor() {
    return actor;
  }

  Thread thread() {
    return coroutine.thread();
  }

  boolean isStarted() {
    return thread().getState() != Thread.State.NEW;
  }

  /** Asks for its first turn, if it was started and nobody said so. */
  void noticeStart() {
    if (coroutine.wasStartedUntold()) {
      couldGoOn();
    }
  }

  boolean isEnded() {
    return ended;
  }

  /** Whether it waits in a lock or queue that is not the simulation's. */
  boolean waitsElsewhere() {
    return !ended && !due && !parked;
  }

  int weight() {
    return weight;
  }

  void weight(int to) {
    weight = to;
  }

  // ---- Called by other simulated code, or by the kernel

  @Override
  public boolean isCalledFromInside() {
    return kernel.isInside();
  }

  @Override
  public void wokenFromOutside() {
    kernel.wokenFromOutside(this);
  }

  @Override
  public void couldGoOn() {
    if (!ended && !due) {
      due = true;
      kernel.turnIsDue(this);
    }
  }

  /** Lets the current or next {@link #park} return. */
  void unpark() {
    permit = true;
    if (parked) {
      couldGoOn();
    }
  }

  /** Runs until it waits or ends. */
  void resume() {
    due = false;
    coroutine.resume();
    while (waitsElsewhere() && coroutine.isHeldUpByOutput() && coroutine.resumeAfterOutput()) {
      kernel.forgive(this);
    }
  }

  // ---- Called by the code itself

  /** Waits until {@link #unpark}, an interrupt, or the time has passed. */
  void park(@Nullable Event wake) {
    if (!permit && !Thread.currentThread().isInterrupted()) {
      parked = true;
      coroutine.pause();
      parked = false;
    }
    permit = false;
    if (wake != null) {
      wake.close();
    }
    kernel.checkNotOver(this);
  }

  /** Waits until a time, and at least for its next turn. */
  void pause(long untilNs) throws InterruptedException {
    do {
      park(kernel.after(untilNs - kernel.nowNs(), actor, "wake", this::unpark));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    } while (kernel.nowNs() < untilNs);
  }

  @Override
  public String toString() {
    return actor.actorName() + "/" + name;
  }
}
