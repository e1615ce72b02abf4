package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.testing.model.ModelOptions;
import dev.mirliton.zk.testing.simulation.FaultProfile;
import dev.mirliton.zk.testing.simulation.SimulationPlan;
import java.time.Duration;

/** The worlds in which clients are tried. */
final class Disasters {
  private Disasters() {}

  /**
   * Returns a plan for an ensemble of that size: all that goes wrong begins while there is work.
   */
  static SimulationPlan with(int servers) {
    return SimulationPlan.standard()
        .name("client-with-" + servers)
        .command("mvn test -pl zk-it -am -Dtest=ClientSimulationTest")
        .servers(servers)
        .ensemble(ensemble())
        .faults(FaultProfile.ALL)
        .faultsWithin(ClientTorture.BUSY);
  }

  /** Returns a plan for servers that know of no time to live; nothing else goes wrong. */
  static SimulationPlan withOlderServers() {
    return with(3)
        .ensemble(ensemble().withoutOperations(OpCode.CREATE_TTL))
        .faults(FaultProfile.NONE);
  }

  /** Servers that are quick to elect, and exact about when a session ends. */
  private static ModelOptions ensemble() {
    return ModelOptions.DEFAULT
        .withTick(Duration.ofMillis(200))
        .withSessionTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(10));
  }
}
