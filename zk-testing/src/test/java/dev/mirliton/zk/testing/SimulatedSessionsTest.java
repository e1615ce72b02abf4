package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.testing.simulation.InSimulation;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same of the simulated ensemble's servers. */
@InSimulation(servers = 1)
class SimulatedSessionsTest extends SessionTests {
  private final Simulation simulation = Objects.requireNonNull(Simulation.current());

  @BeforeEach
  void awaitServer() throws InterruptedException {
    simulation.ensemble().awaitServing();
  }

  @Override
  InetSocketAddress address() {
    return InetSocketAddress.createUnresolved("zk1", 2181);
  }

  @Test
  void theServerSaysHowItIs() throws Exception {
    assertTrue(FourLetterWord.ask(address(), "srvr", Duration.ofMinutes(1)).contains("Mode:"));
  }
}
