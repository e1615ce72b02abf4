package dev.mirliton.zk.examples.jobs;

import dev.mirliton.zk.testing.simulation.Simulation;
import dev.mirliton.zk.testing.simulation.SimulationTest;

/** Fails, to show how that looks: it is not part of the build's tests. */
class TwoPhaseJobsDemo {

  // snippet: demo
  @SimulationTest(seeds = 1000)
  void everyJobIsBookedOnce(Simulation simulation) throws Exception {
    Company.works(simulation, TwoPhaseJobs::new);
  }
  // end
}
