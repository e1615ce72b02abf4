package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.spi.Parking;

/** A strand waits by letting the simulation turn. */
final class SimulatedParking implements Parking {
  private final Incarnation process;

  SimulatedParking(Incarnation process) {
    this.process = process;
  }

  @Override
  public void park(Object blocker, long nanos) {
    Kernel kernel = process.kernel();
    Strand strand = kernel.currentStrand();
    if (nanos > 0) {
      strand.park(
          nanos == Long.MAX_VALUE
              ? null
              : kernel.timer(process.trueNs(nanos), process, "wake", strand::unpark));
    }
  }

  @Override
  public long nanoTime() {
    return process.nanoTime();
  }

  @Override
  public void unpark(Thread thread) {
    Kernel kernel = process.kernel();
    kernel.checkInside();
    Strand strand = kernel.strandOf(thread);
    if (strand != null) {
      strand.unpark();
    }
  }
}
