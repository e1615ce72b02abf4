package dev.mirliton.zk.testing.simulation;

/**
 * What is tried in a simulated world: plain blocking code that starts processes, waits for them and
 * looks at what they did. Run once for each seed, each time in a new world.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Scenario {

  /**
   * Runs in the simulated process {@code test}, which no fault concerns. Whatever it throws is a
   * failure of this seed.
   */
  void run(Simulation simulation) throws Exception;
}
