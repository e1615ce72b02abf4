package dev.mirliton.zk.testing.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The strands of a process that wait for one thing; all look again when it may have come. */
final class Waiters {
  private final Incarnation process;
  private final List<Strand> waiting = new ArrayList<>();

  Waiters(Incarnation process) {
    this.process = process;
  }

  /**
   * Waits until {@code ready}. An interrupt does not end it; the flag stays set.
   *
   * @param limitMs how long by the clock of the process; zero is for ever
   * @return false if the time passed first
   */
  boolean await(BooleanSupplier ready, int limitMs) {
    Kernel kernel = process.kernel();
    Strand strand = kernel.currentStrand();
    long endNs = kernel.nowNs() + process.trueNs(Duration.ofMillis(limitMs).toNanos());
    boolean interrupted = false;
    waiting.add(strand);
    try {
      while (!ready.getAsBoolean()) {
        long leftNs = endNs - kernel.nowNs();
        if (limitMs > 0 && leftNs <= 0) {
          return false;
        }
        interrupted |= Thread.interrupted();
        strand.park(limitMs == 0 ? null : kernel.timer(leftNs, process, "wake", strand::unpark));
      }
      return true;
    } finally {
      waiting.remove(strand);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Lets all look again. */
  void wake() {
    List.copyOf(waiting).forEach(Strand::unpark);
  }
}
