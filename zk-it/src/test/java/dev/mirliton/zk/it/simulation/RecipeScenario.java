package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.util.function.Function;

/** What recipes suffer in a simulated world, wherever they and their client were loaded. */
public interface RecipeScenario {

  /**
   * Runs once.
   *
   * @param starts starts a client, as {@link ZkClient#start} does
   * @throws AssertionError if a recipe broke a promise
   */
  void run(Simulation simulation, Function<ZkOptions, ZkClient> starts) throws InterruptedException;
}
