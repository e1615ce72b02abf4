package dev.mirliton.zk.it.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.it.HandlersUnderTest;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.FourLetterWord;
import dev.mirliton.zk.testing.ServerScope;
import dev.mirliton.zk.testing.Sessions;
import dev.mirliton.zk.testing.TestServer;
import dev.mirliton.zk.testing.World;
import dev.mirliton.zk.testing.ZooKeeperTest;
import dev.mirliton.zk.testing.simulation.InSimulation;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A server, a bad network, a client behind it ({@link #zk}) on the handler under test, and a client
 * that the network does not touch ({@link #other}). Nothing but {@code /shop} is there at first.
 */
@ZooKeeperTest(server = ServerScope.OWN)
@ParameterizedClass
@ArgumentsSource(HandlersUnderTest.class)
@Tag("server")
@InSimulation(seeds = 2, servers = 1)
abstract class DiscoverySuite {
  static final Duration LIMIT = Duration.ofSeconds(20);

  private static final Pattern WATCHES = Pattern.compile("zk_watch_count\\s+(\\d+)");

  @Parameter String handler = "simulated"; // wherever it is no parameter

  TestServer server;
  FaultProxy network;
  ZkClient zk;
  ZkClient other;

  @BeforeEach
  void connect(TestServer server) throws InterruptedException {
    this.server = server;
    network = FaultProxy.to(server);
    other = client(server.connectString());
    zk = client(network.connectString());
    other.deleteTree("/shop");
    other.create("/shop", new byte[0]);
  }

  @AfterEach
  void disconnect() {
    network.heal();
    zk.close();
    other.close();
    network.close();
  }

  private ZkClient client(String hosts) throws InterruptedException {
    return ZkClient.connect(ZkOptions.to(hosts).handler(handler).build());
  }

  /** A third client, for whoever closes it. */
  ZkClient anotherClient() throws InterruptedException {
    return client(server.connectString());
  }

  /** Starts a virtual thread, or a simulated one. */
  static Thread startThread(Runnable body) {
    World world = World.current();
    return world == World.Real.WORLD
        ? Thread.startVirtualThread(body)
        : world.startThread("caller", body);
  }

  void cutOff() throws InterruptedException {
    network.refuse();
    network.cut();
    Await.until("the cut", LIMIT, () -> zk.state() != ConnectionState.CONNECTED);
  }

  /** Ends the session of {@link #zk}, which is cut off and learns of it when the network heals. */
  void expire() throws InterruptedException {
    Sessions.expire(zk, server);
  }

  /**
   * How many watches the server keeps, whoever set them; wchs would not count those of children.
   */
  int watches() throws IOException {
    String answer = FourLetterWord.ask(server.address(), "mntr", LIMIT);
    Matcher number = WATCHES.matcher(answer);
    if (!number.find()) {
      throw new IOException("no number of watches in: " + answer);
    }
    return Integer.parseInt(number.group(1));
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
