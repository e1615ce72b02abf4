package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Parking;

/** A queue whose callbacks may end with their process without being reported for it. */
final class MortalQueue implements CallbackQueue {
  private final CallbackQueue queue;

  MortalQueue(CallbackQueue queue) {
    this.queue = queue;
  }

  @Override
  public void add(Runnable callback) {
    queue.add(new Mortal(callback));
  }

  /** A callback; in messages it is the one that was added. */
  private record Mortal(Runnable callback) implements Runnable {
    @Override
    public void run() {
      try {
        callback.run();
      } catch (SimulationOverError over) {
        // The process was killed, or the run is over: nothing is wrong with the callback.
      }
    }

    @Override
    public String toString() {
      return callback.toString();
    }
  }

  @Override
  public void wake() {
    queue.wake();
  }

  @Override
  public boolean isCurrent() {
    return queue.isCurrent();
  }

  @Override
  public Parking parking() {
    return queue.parking();
  }

  @Override
  public String toString() {
    return queue.toString();
  }
}
