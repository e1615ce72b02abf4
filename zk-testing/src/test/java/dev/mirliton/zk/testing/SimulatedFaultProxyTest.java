package dev.mirliton.zk.testing;

import dev.mirliton.zk.testing.simulation.InSimulation;

/**
 * A bad network inside a simulated one. Left out are what is asked of real threads, and of a real
 * server.
 */
@InSimulation
class SimulatedFaultProxyTest extends FaultProxyTest {

  @Override
  void closedProxyLeavesNothing() {}

  @Override
  void realServerAnswersThroughIt() {}
}
