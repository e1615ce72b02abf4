package dev.mirliton.zk.testing;

import dev.mirliton.zk.testing.simulation.InSimulation;

/** A lying server inside a simulated network. */
@InSimulation(servers = 0)
class SimulatedWireProxyTest extends WireProxyTest {}
