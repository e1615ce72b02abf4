package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.simulation.FaultProfile;
import dev.mirliton.zk.testing.simulation.Simulation;
import dev.mirliton.zk.testing.simulation.SimulationTest;

/**
 * Locks keep their promises whatever fails: see {@link LockBook} for what is checked. More seeds:
 * {@code -Dsimulation.seeds=10000}.
 */
class LockSimulationTest {
  private static final int FAULTS_WITHIN_S = 15;

  private final LockScenario scenario = new LockScenario();

  @SimulationTest(seeds = 120, faultsWithinSeconds = FAULTS_WITHIN_S)
  void locksSurviveEverything(Simulation simulation) throws Exception {
    scenario.run(simulation, ZkClient::start);
  }

  @SimulationTest(seeds = 40, faults = FaultProfile.NETWORK, faultsWithinSeconds = FAULTS_WITHIN_S)
  void locksSurviveTheNetwork(Simulation simulation) throws Exception {
    scenario.run(simulation, ZkClient::start);
  }

  @SimulationTest(
      seeds = 40,
      faults = FaultProfile.PROCESSES,
      faultsWithinSeconds = FAULTS_WITHIN_S)
  void locksSurviveTheirHolders(Simulation simulation) throws Exception {
    scenario.run(simulation, ZkClient::start);
  }

  @SimulationTest(seeds = 30, servers = 1, faultsWithinSeconds = FAULTS_WITHIN_S)
  void locksSurviveOnOneServer(Simulation simulation) throws Exception {
    scenario.run(simulation, ZkClient::start);
  }

  @SimulationTest(
      seeds = 30,
      servers = 5,
      faults = FaultProfile.SERVERS,
      faultsWithinSeconds = FAULTS_WITHIN_S)
  void locksSurviveTheirServers(Simulation simulation) throws Exception {
    scenario.run(simulation, ZkClient::start);
  }
}
