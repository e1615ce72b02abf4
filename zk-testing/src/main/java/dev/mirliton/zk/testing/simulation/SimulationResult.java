package dev.mirliton.zk.testing.simulation;

import java.time.Duration;

/**
 * How much was tried, and nothing failed.
 *
 * @param seeds how many seeds were run
 * @param steps how many things happened in all of them together
 * @param simulated virtual time of all of them together
 * @param took real time
 * @param hash a number that the same plan and scenario give again, on every machine
 * @since 0.1
 */
public record SimulationResult(
    int seeds, long steps, Duration simulated, Duration took, long hash) {

  @Override
  public String toString() {
    return "%d seeds, %d steps, %d s simulated in %.1f s, trace hash %016x"
        .formatted(seeds, steps, simulated.toSeconds(), took.toMillis() / 1000.0, hash);
  }
}
