package dev.mirliton.zk.it;

import dev.mirliton.zk.testing.simulation.InSimulation;

@InSimulation(servers = 1)
class SimulatedHarnessTest implements HarnessContract {}
