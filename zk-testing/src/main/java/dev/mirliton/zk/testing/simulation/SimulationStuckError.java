package dev.mirliton.zk.testing.simulation;

/**
 * A simulated run cannot go on, or must not: nothing can happen any more, its code waits for
 * something real, or it takes longer than it was given. The message says which, and where.
 *
 * @since 0.1
 */
public final class SimulationStuckError extends AssertionError {
  private static final long serialVersionUID = 1L;

  SimulationStuckError(String message) {
    super(message);
  }
}
