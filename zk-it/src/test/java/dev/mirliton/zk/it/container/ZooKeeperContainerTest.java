package dev.mirliton.zk.it.container;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.NoLeaks;
import dev.mirliton.zk.testing.container.ZooKeeperContainer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/**
 * A client and a server in a container. Waits for a Docker engine; {@code -Dzookeeper.image} names
 * an image that is there already, {@code -Dzookeeper.network=host} does without Docker's bridge.
 */
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"threads", "loom", "nio"})
@NoLeaks
@Timeout(180)
@SuppressWarnings("NullAway.Init") // JUnit sets it
class ZooKeeperContainerTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static ZooKeeperContainer server;

  @Parameter String handler;

  @BeforeAll
  static void startServer() {
    assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        "waits for a Docker engine: none answers on this machine");
    String image = System.getProperty("zookeeper.image");
    server =
        image == null
            ? new ZooKeeperContainer()
            : new ZooKeeperContainer(
                    DockerImageName.parse(image).asCompatibleSubstituteFor("zookeeper"))
                .withImagePullPolicy(any -> false);
    String network = System.getProperty("zookeeper.network");
    if (network != null) {
      server.withNetworkMode(network);
    }
    server.withSetting("maxSessionTimeout", "4000").start();
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  private ZkOptions.Builder options() {
    return ZkOptions.to(server.connectString()).handler(handler);
  }

  @Test
  void servesAClient() throws Exception {
    byte[] data = {1, 2, 3};
    try (ZkClient zk = ZkClient.connect(options().build())) {
      zk.create("/contained", data, CreateOptions.EPHEMERAL);

      assertArrayEquals(data, zk.get("/contained").data());
    }
  }

  @Test
  void settingsReachTheServer() throws Exception {
    try (ZkClient zk = ZkClient.connect(options().sessionTimeout(Duration.ofSeconds(40)).build())) {
      assertEquals(Duration.ofSeconds(4), requireNonNull(zk.session()).timeout());
    }
  }

  @Test
  void frozenServerIsNoticed() throws Exception {
    try (ZkClient zk = ZkClient.connect(options().sessionTimeout(Duration.ofSeconds(2)).build())) {
      server.freeze();
      try {
        Await.until(LIMIT, () -> zk.state() == ConnectionState.SUSPENDED);
      } finally {
        server.thaw();
      }
      Await.until(LIMIT, () -> zk.state() == ConnectionState.CONNECTED);
    }
  }

  @Test
  void proxyStandsInFront() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server.address());
        ZkClient zk =
            ZkClient.connect(ZkOptions.to(proxy.connectString()).handler(handler).build())) {
      proxy.cut();

      assertEquals(0, zk.get("/").data().length);
    }
  }
}
