package dev.mirliton.zk.testing.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The ensemble of a simulated world.
 *
 * @since 0.1
 */
public final class SimulatedEnsemble {
  private static final int PORT = 2181;
  private final Kernel kernel;
  private final Network network;
  private final List<Host> hosts = new ArrayList<>();

  SimulatedEnsemble(Kernel kernel, Network network, int servers) {
    this.kernel = kernel;
    this.network = network;
    for (int i = 1; i <= servers; i++) {
      hosts.add(network.host("zk" + i));
    }
  }

  List<Host> hosts() {
    return hosts;
  }

  /** Returns the connect string of all servers. */
  public String connectString() {
    return hosts.stream().map(host -> host + ":" + PORT).collect(Collectors.joining(","));
  }

  /** Whether there is a leader that a quorum follows. */
  public boolean isServing() {
    return true;
  }

  void cutFromServers(int number) {}

  void joinServers(int number) {}

  void cut(int number) {}

  void join(int number) {}

  void standStill(int number, Duration time) {}

  void kill(int number) {
    network.killed(hosts.get(number - 1));
    kernel.checkInside();
  }

  void losePower(int number) {}

  void start(int number) {}
}
