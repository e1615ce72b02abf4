package dev.mirliton.zk.it.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.simulation.FaultProfile;
import dev.mirliton.zk.testing.simulation.Simulation;
import dev.mirliton.zk.testing.simulation.SimulationTest;
import java.time.Duration;
import java.util.Optional;

/** What random disasters have found, each as the shortest course that leads there. */
class RegressionTest {
  private static final byte[] DATA = {1};

  @SimulationTest(seeds = 10, faults = FaultProfile.NONE)
  void leaderCarriesNothingOutBetweenASyncAndTheReadBehindIt(Simulation simulation)
      throws Exception {
    simulation.ensemble().awaitServing();
    int leader = simulation.ensemble().leader().orElseThrow();
    String hosts = simulation.ensemble().connectString(leader);
    try (ZkClient one = ZkClient.connect(hosts);
        ZkClient other = ZkClient.connect(hosts)) {
      one.create("/there", DATA);
      simulation.ensemble().cutFromServers(leader);

      AsyncResult<Stat> waitsForAQuorum = one.async().set("/there", DATA);
      one.async().sync("/");
      AsyncResult<Optional<Stat>> read = one.async().exists("/new");
      AsyncResult<Stat> write = one.async().set("/new", DATA);
      simulation.pause(Duration.ofMillis(50)); // the leader has them
      AsyncResult<String> later = other.async().create("/new", DATA);
      simulation.pause(Duration.ofMillis(50));
      simulation.ensemble().joinServers(leader);

      waitsForAQuorum.get();
      later.get();
      write.await(Duration.ofSeconds(10));
      assertInstanceOf(NoNodeException.class, write.exception());
      assertEquals(Optional.empty(), read.get(), "the write behind the read did not find it");
    }
  }
}
