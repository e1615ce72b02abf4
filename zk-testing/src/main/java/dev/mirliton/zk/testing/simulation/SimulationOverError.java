package dev.mirliton.zk.testing.simulation;

/**
 * Ends code whose simulated process was killed, or whose run is over. Code that catches it does not
 * get far: everything that waits or sends throws it again.
 */
final class SimulationOverError extends Error {
  private static final long serialVersionUID = 1L;

  SimulationOverError(String message) {
    super(message, null, false, false);
  }
}
