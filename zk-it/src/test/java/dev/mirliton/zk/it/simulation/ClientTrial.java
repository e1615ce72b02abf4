package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.simulation.FaultProfile;
import dev.mirliton.zk.testing.simulation.Scenario;
import dev.mirliton.zk.testing.simulation.SimulationPlan;
import java.util.function.Function;

/** A scenario for clients, with the kind of world that it is made for. */
enum ClientTrial {
  BROKEN_OFF(calm(1), BrokenOff::new),
  REFUSED_AT_THE_DOOR(Disasters.withOlderServers(), RefusedAtTheDoor::new),
  FULL_PIPE(calm(1), FullPipe::new),
  LATE_ANSWERS(calm(3), LateAnswers::new),
  LATE_BYTES(calm(3), LateBytes::new),
  TORTURE_OF_ONE(Disasters.with(1), ClientTorture::new),
  TORTURE_OF_THREE(Disasters.with(3), ClientTorture::new),
  TORTURE_OF_FIVE(Disasters.with(5), ClientTorture::new);

  private final SimulationPlan plan;
  private final Function<Function<ZkOptions, ZkClient>, Scenario> scenario;

  ClientTrial(SimulationPlan plan, Function<Function<ZkOptions, ZkClient>, Scenario> scenario) {
    this.plan = plan;
    this.scenario = scenario;
  }

  private static SimulationPlan calm(int servers) {
    return Disasters.with(servers).faults(FaultProfile.NONE);
  }

  /** Returns where it happens, for somebody to say with how many seeds. */
  SimulationPlan plan() {
    return plan;
  }

  /**
   * Returns what happens, anew in each run.
   *
   * @param clients starts a client; {@code ZkClient::start}, or that of a mutant
   */
  Scenario scenario(Function<ZkOptions, ZkClient> clients) {
    return simulation -> scenario.apply(clients).run(simulation);
  }
}
