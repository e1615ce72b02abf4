package dev.mirliton.zk.testing;

import dev.mirliton.zk.testing.simulation.InSimulation;

/** Waiting in virtual time. */
@InSimulation
class SimulatedAwaitTest extends AwaitTest {}
