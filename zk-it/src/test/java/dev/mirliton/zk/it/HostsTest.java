package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.ServerProcess;
import dev.mirliton.zk.testing.simulation.RealWorld;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Finding a server among several. */
@EveryHandler
class HostsTest extends ClientSuite {

  private ZkOptions.Builder to(String hosts) {
    return ZkOptions.to(hosts).root(clients.root()).handler(handler);
  }

  @Test
  void deadServersAreSkipped() throws Exception {
    try (FaultProxy dead = FaultProxy.to(server)) {
      dead.refuse();
      String hosts =
          "127.0.0.1:1," + dead.connectString() + "," + server.connectString() + ",localhost:2";

      try (ZkClient zk = connect(to(hosts))) {
        assertTrue(zk.exists("/").isPresent());
      }
    }
  }

  @Test
  void hostThatHasNoAddressIsSkipped() throws Exception {
    try (ZkClient zk = connect(to("no-such-host.invalid:2181," + server.connectString()))) {
      assertTrue(zk.exists("/").isPresent());
    }
  }

  @Test
  void silentServerIsSkipped() throws Exception {
    try (FaultProxy silent = FaultProxy.to(server)) {
      silent.blackhole();
      String hosts = silent.connectString() + "," + server.connectString();

      try (ZkClient zk = connect(to(hosts).handshakeTimeout(Duration.ofMillis(300)))) {
        assertTrue(zk.exists("/").isPresent());
      }
    }
  }

  @Test
  void nextServerTakesTheSessionOver() throws Exception {
    try (FaultProxy one = FaultProxy.to(server);
        FaultProxy two = FaultProxy.to(server);
        ZkClient zk = connect(to(one.connectString() + "," + two.connectString()))) {
      Told<StateChange> changes = Told.by(zk);
      var session = zk.session();
      FaultProxy used = one.connections() > 0 ? one : two;

      used.refuse();
      used.cut();

      Told.await(changes, ConnectionState.CONNECTED);
      assertEquals(session, zk.session());
      assertEquals(1, (used == one ? two : one).connections());
    }
  }

  @Test
  void namesAreResolved() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(to("localhost:" + proxy.port()))) {
      assertTrue(zk.exists("/").isPresent());
    }
  }

  @RealWorld("needs a server process, and IPv6")
  @Test
  void addressesOfTheOtherFamilyWork() throws Exception {
    assumeTrue(hasIpv6(), "this machine has no IPv6 loopback address");
    try (ServerProcess there = ServerProcess.with().setting("clientPortAddress", "::1").prepare()) {
      there.launch(); // its readiness is asked for at 127.0.0.1, where it is not

      try (ZkClient zk =
          ZkClient.connect(
              ZkOptions.to("[::1]:" + there.port())
                  .handler(handler)
                  .connectDeadline(Duration.ofSeconds(60))
                  .build())) {
        assertTrue(zk.exists("/zookeeper").isPresent());
      }
    }
  }

  private static boolean hasIpv6() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
      return socket.isBound();
    } catch (IOException none) {
      return false;
    }
  }
}
