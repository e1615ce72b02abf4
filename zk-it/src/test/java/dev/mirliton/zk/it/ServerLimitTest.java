package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.ReconnectPolicy;
import dev.mirliton.zk.ReconnectPolicy.Outage;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.ServerProcess;
import dev.mirliton.zk.testing.simulation.RealWorld;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server that takes one connection from each address, and closes the others at once. */
@EveryHandler
@RealWorld("needs a server process")
@SuppressWarnings("NullAway.Init") // JUnit sets them
class ServerLimitTest extends ClientSuite {
  private static ServerProcess narrow;

  @BeforeAll
  static void startServer() throws Exception {
    narrow = ServerProcess.with().setting("maxClientCnxns", "1").run();
  }

  @AfterAll
  static void closeServer() {
    narrow.close();
  }

  @Test
  void clientThatFindsNoRoomWaitsForItWithoutHaste() throws Exception {
    Told<Outage> rounds = new Told<>();
    ReconnectPolicy policy =
        (outage, random) -> {
          rounds.add(outage);
          return new ReconnectPolicy.Backoff(Duration.ofMillis(50), Duration.ofMillis(200), 0)
              .pause(outage, random);
        };
    ZkOptions.Builder options =
        ZkOptions.to(narrow.connectString()).handler(handler).connectDeadline(LIMIT);
    ZkClient first = ZkClient.connect(options.build());
    ZkClient second = clients.start(options.reconnect(policy).build());

    Outage third = rounds.next();
    while (third.failedRounds() < 3) {
      third = rounds.next();
    }

    assertEquals(KeeperState.CONNECTING, second.detail());
    // One attempt in each round, and a pause of 50 and one of 100 ms between them.
    assertTrue(third.duration().compareTo(Duration.ofMillis(150)) >= 0, third::toString);
    first.close();
    second.awaitConnected(LIMIT);
    assertEquals(ConnectionState.CONNECTED, second.state());
  }
}
