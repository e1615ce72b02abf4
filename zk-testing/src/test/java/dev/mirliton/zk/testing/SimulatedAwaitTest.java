package dev.mirliton.zk.testing;

import dev.mirliton.zk.testing.simulation.InSimulation;

/** Waiting in virtual time. */
@InSimulation(servers = 0)
class SimulatedAwaitTest extends AwaitTest {}
