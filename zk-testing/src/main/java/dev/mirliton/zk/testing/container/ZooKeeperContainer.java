package dev.mirliton.zk.testing.container;

import dev.mirliton.zk.testing.FaultProxy;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A standalone ZooKeeper server in a container, for those whose tests run in containers already. A
 * {@link dev.mirliton.zk.testing.ServerProcess} starts ten times as fast and can do more.
 *
 * <p>It runs the official image, or one that heeds the same environment variables: {@code
 * ZOO_TICK_TIME}, {@code ZOO_4LW_COMMANDS_WHITELIST}, {@code ZOO_ADMINSERVER_ENABLED}, {@code
 * ZOO_STANDALONE_ENABLED} and {@code ZOO_CFG_EXTRA}. Ready means that it serves clients, not that
 * it listens.
 *
 * <p>{@link #stop} ends the data too: as everywhere in Testcontainers, what starts afterwards is
 * another container, on another port. In the network mode {@code host} the port is the server's
 * own.
 *
 * <p>Like every container it is meant for one thread at a time.
 *
 * @since 0.1
 */
public final class ZooKeeperContainer extends GenericContainer<ZooKeeperContainer> {
  private static final DockerImageName OFFICIAL = DockerImageName.parse("zookeeper");

  /** The image that is run if none is named. */
  public static final DockerImageName DEFAULT_IMAGE = OFFICIAL.withTag("3.9.5");

  /** Where the server listens inside the container. */
  public static final int CLIENT_PORT = 2181;

  private final Map<String, String> settings = new TreeMap<>();

  /** Describes a server of {@link #DEFAULT_IMAGE}; {@link #start} starts it. */
  public ZooKeeperContainer() {
    this(DEFAULT_IMAGE);
  }

  /**
   * Describes a server.
   *
   * @param image for another version {@code DEFAULT_IMAGE.withTag("3.8.4")}, or a name of your own
   *     registry {@linkplain DockerImageName#asCompatibleSubstituteFor said to be a substitute}
   * @throws IllegalStateException if the image is neither {@code zookeeper} nor said to be a
   *     substitute for it
   */
  public ZooKeeperContainer(DockerImageName image) {
    super(image);
    image.assertCompatibleWith(OFFICIAL);
    withExposedPorts(CLIENT_PORT);
    // A session can be as short as two ticks: tests that lose one should not wait for it.
    withEnv("ZOO_TICK_TIME", "500");
    withEnv("ZOO_4LW_COMMANDS_WHITELIST", "*");
    withEnv("ZOO_ADMINSERVER_ENABLED", "false");
    withEnv("ZOO_STANDALONE_ENABLED", "true");
    waitingFor(new Serving());
  }

  /**
   * Adds a line to the server's {@code zoo.cfg}, or replaces one added before.
   *
   * @throws IllegalArgumentException if there is a blank in it: the image separates lines by blanks
   */
  public ZooKeeperContainer withSetting(String name, String value) {
    if ((name + value).chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException(
          "a setting must not contain blanks but was '" + name + "=" + value + "'");
    }
    settings.put(name, value);
    return withEnv(
        "ZOO_CFG_EXTRA",
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue())
            .collect(Collectors.joining(" ")));
  }

  @Override
  protected void configure() {
    if (isOnHostNetwork()) {
      setExposedPorts(List.of()); // there is nothing to map, and a start would wait for it
    }
  }

  private boolean isOnHostNetwork() {
    return "host".equals(getNetworkMode());
  }

  /**
   * Returns the port that clients connect to.
   *
   * @throws IllegalStateException if the container does not run
   */
  public int port() {
    return isOnHostNetwork() ? CLIENT_PORT : getMappedPort(CLIENT_PORT);
  }

  /** Returns where clients connect, for a {@link FaultProxy} in front of it for example. */
  public InetSocketAddress address() {
    return new InetSocketAddress(getHost(), port());
  }

  /** Returns what to give to a client. */
  public String connectString() {
    return getHost() + ":" + port();
  }

  /** Freezes the server: it holds its connections and says nothing. */
  public void freeze() {
    getDockerClient().pauseContainerCmd(getContainerId()).exec();
  }

  /** Thaws a frozen server. Sessions that were not heard of meanwhile are about to expire. */
  public void thaw() {
    getDockerClient().unpauseContainerCmd(getContainerId()).exec();
  }
}
