package dev.mirliton.zk.examples.jobs;

import dev.mirliton.zk.testing.simulation.FaultProfile;
import dev.mirliton.zk.testing.simulation.Simulation;
import dev.mirliton.zk.testing.simulation.SimulationTest;

/**
 * The tests of the guide's page on simulation. The first of them fails, to show how that looks: the
 * name of this class keeps it out of the build's tests.
 */
class TwoPhaseJobsDemo {

  // snippet: demo
  @SimulationTest(seeds = 1000, faultsWithinSeconds = 10)
  void everyJobIsBookedOnce(Simulation simulation) throws Exception {
    Company.works(simulation, TwoPhaseJobs::new);
  }

  // end

  // snippet: calm
  @SimulationTest(seeds = 1000, faults = FaultProfile.NONE)
  void nothingIsFoundWhereNothingFails(Simulation simulation) throws Exception {
    Company.works(simulation, TwoPhaseJobs::new);
  }

  // end

  // snippet: proof
  @SimulationTest(seeds = 1000, faultsWithinSeconds = 10)
  void guardedJobsAreBookedOnce(Simulation simulation) throws Exception {
    Company.works(simulation, GuardedJobs::new);
  }
  // end
}
