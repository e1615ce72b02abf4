package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mirliton.zk.testing.simulation.InSimulation;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Sockets of a simulated world, which do what real ones do, and what only they can. */
@InSimulation(servers = 0)
class SimulatedSocketTest extends SocketTest {

  @Test
  void hostsAreKnownByName() throws Exception {
    Simulation simulation = Objects.requireNonNull(Simulation.current());
    simulation.start(
        "shop",
        () -> {
          try (ServerSocket counter = World.current().serverSocket()) {
            counter.bind(new InetSocketAddress(80));
            counter.accept().getOutputStream().write(9);
          }
        });
    simulation.pause(1_000_000_000);

    try (Socket socket = simulation.socket()) {
      socket.connect(InetSocketAddress.createUnresolved("shop", 80));
      assertEquals(9, socket.getInputStream().read());
    }
    try (Socket socket = simulation.socket()) {
      assertThrows(
          UnknownHostException.class,
          () -> socket.connect(InetSocketAddress.createUnresolved("nowhere", 80)));
    }
  }
}
