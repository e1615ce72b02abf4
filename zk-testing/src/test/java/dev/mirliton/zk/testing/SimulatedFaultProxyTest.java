package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.mirliton.zk.testing.simulation.InSimulation;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A bad network inside a simulated one. Left out are what is asked of real threads and of a real
 * server, and in how many reads torn bytes come: a simulated reader may be slower than any tearing.
 */
@InSimulation(servers = 0)
class SimulatedFaultProxyTest extends FaultProxyTest {

  @Override
  void closedProxyLeavesNothing() {}

  @Override
  void realServerAnswersThroughIt() {}

  @Override
  void tornBytesAreTheSameBytesInMoreReads() {}

  @Test
  void tornBytesAreTheSameBytes() throws Exception {
    byte[] sent = new byte[500];
    new Random(1).nextBytes(sent);
    try (Echo echo = new Echo();
        FaultProxy proxy = FaultProxy.to(echo.address());
        Socket client = World.current().socket()) {
      proxy.tear(Direction.TO_SERVER);
      proxy.tear(Direction.TO_CLIENT);
      client.connect(new InetSocketAddress("127.0.0.1", proxy.port()));

      client.getOutputStream().write(sent);

      assertArrayEquals(sent, client.getInputStream().readNBytes(sent.length));
    }
  }
}
