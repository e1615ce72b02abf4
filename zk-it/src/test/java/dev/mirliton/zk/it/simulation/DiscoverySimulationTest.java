package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.simulation.FaultProfile;
import dev.mirliton.zk.testing.simulation.Simulation;
import dev.mirliton.zk.testing.simulation.SimulationTest;

/**
 * Whatever failed, in the end everybody knows who is there and what the settings are, and whoever
 * is registered is alive. More seeds: {@code -Dsimulation.seeds=10000}.
 */
class DiscoverySimulationTest {
  private static final int FAULTS_WITHIN_S = 15;

  private final DiscoveryScenario scenario = new DiscoveryScenario();

  @SimulationTest(seeds = 80, faultsWithinSeconds = FAULTS_WITHIN_S)
  void discoverySurvivesEverything(Simulation simulation) throws Exception {
    scenario.run(simulation, ZkClient::start);
  }

  @SimulationTest(
      seeds = 30,
      servers = 5,
      faults = FaultProfile.SERVERS,
      faultsWithinSeconds = FAULTS_WITHIN_S)
  void discoverySurvivesTheServers(Simulation simulation) throws Exception {
    scenario.run(simulation, ZkClient::start);
  }

  @SimulationTest(
      seeds = 30,
      servers = 1,
      faults = FaultProfile.PROCESSES,
      faultsWithinSeconds = FAULTS_WITHIN_S)
  void discoverySurvivesThoseWhoAreFound(Simulation simulation) throws Exception {
    scenario.run(simulation, ZkClient::start);
  }
}
