package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.testing.simulation.Simulation;
import java.time.Duration;

/**
 * Feels how long a process stood still, from inside: a thread that wants to wake at short intervals
 * and adds up by how much it was late.
 */
final class RecipePulse {
  private static final Duration BEAT = Duration.ofMillis(100);

  private final Simulation simulation;
  private long lastNs;
  private long lostNs;

  RecipePulse(Simulation simulation) {
    this.simulation = simulation;
    this.lastNs = simulation.nanoTime();
  }

  /** Beats for ever, in the process that calls. */
  void run() throws InterruptedException {
    while (true) {
      simulation.pause(BEAT);
      lostNs = lostNs();
      lastNs = simulation.nanoTime();
    }
  }

  /** Returns how long the process has stood still so far, also if it woke just now. */
  long lostNs() {
    return lostNs + Math.max(0, simulation.nanoTime() - lastNs - BEAT.toNanos());
  }
}
