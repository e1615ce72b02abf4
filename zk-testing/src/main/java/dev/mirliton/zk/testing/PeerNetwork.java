package dev.mirliton.zk.testing;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What lies between the servers of an ensemble: for each ordered pair a proxy before the quorum
 * port and one before the election port.
 *
 * <p>All servers share one configuration, as they must: a leader gives its own to those who follow,
 * and a server tells others where it can be called back. So they are named there, {@code zk1},
 * {@code zk2}, …, and each JVM reads these names in its own way: {@code zk2} is the loopback
 * address 127.77.1.2 for server 1, where a proxy listens on the ports of server 2, and 127.0.0.1
 * for server 2 itself, which really listens there.
 */
final class PeerNetwork implements AutoCloseable {
  /** Nothing in between: servers call each other at 127.0.0.1. */
  static final PeerNetwork NONE = new PeerNetwork(null, 0);

  /**
   * A server calls the one it elected before that listens, and calls again if it is refused. An
   * accepted call that comes to nothing would send it back to the polls instead.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final @Nullable TempDirectory hosts; // null: nothing in between
  private final int size;
  private final List<Wire> wires = new ArrayList<>();

  /** The way that one server calls another by. */
  private record Wire(int from, int to, FaultProxy proxy) {
    boolean crosses(Set<Integer> side) {
      return side.contains(from) != side.contains(to);
    }
  }

  private PeerNetwork(@Nullable TempDirectory hosts, int size) {
    this.hosts = hosts;
    this.size = size;
  }

  /**
   * Opens all proxies.
   *
   * @param quorumPorts of the servers, the first having the id 1
   * @throws IllegalStateException if this system does not have the addresses
   */
  static PeerNetwork between(List<Integer> quorumPorts, List<Integer> electionPorts) {
    PeerNetwork network = new PeerNetwork(TempDirectory.create(), quorumPorts.size());
    try {
      for (int from = 1; from <= network.size; from++) {
        for (int to = 1; to <= network.size; to++) {
          if (from != to) {
            network.lay(from, to, quorumPorts.get(to - 1));
            network.lay(from, to, electionPorts.get(to - 1));
          }
        }
      }
      return network;
    } catch (UncheckedIOException failure) {
      network.close();
      throw new IllegalStateException(
          "no proxies between servers: they need loopback addresses like " + address(1, 2),
          failure);
    }
  }

  private void lay(int from, int to, int port) {
    try {
      InetAddress here = InetAddress.getByName(address(from, to));
      InetSocketAddress there = new InetSocketAddress("127.0.0.1", port);
      FaultProxy proxy = FaultProxy.at(new InetSocketAddress(here, port), () -> there, PATIENCE);
      wires.add(new Wire(from, to, proxy));
    } catch (UnknownHostException impossible) {
      throw new UncheckedIOException("a literal address needs no lookup", impossible);
    }
  }

  private static String address(int from, int to) {
    return "127.77." + from + "." + to;
  }

  /** Returns what the configuration calls a server. */
  String host(int id) {
    return hosts == null ? "127.0.0.1" : "zk" + id;
  }

  /** Makes a server find the others by way of the proxies. */
  ServerSetup joinedBy(int id, ServerSetup setup) {
    if (hosts == null) {
      return setup;
    }
    String names =
        IntStream.rangeClosed(1, size)
            .mapToObj(each -> (each == id ? "127.0.0.1" : address(id, each)) + " " + host(each))
            .collect(Collectors.joining("\n", "127.0.0.1 localhost\n", "\n"));
    String file = "hosts" + id;
    hosts.write(file, names);
    return setup.systemProperty("jdk.net.hosts.file", hosts.path().resolve(file).toString());
  }

  /**
   * Lets nothing pass between these servers and the rest, in either direction.
   *
   * @throws IllegalStateException if there are no proxies
   */
  void partition(Collection<Integer> side) {
    if (hosts == null) {
      throw new IllegalStateException("the ensemble was not set up as partitionable");
    }
    Set<Integer> here = Set.copyOf(side);
    wires.stream().filter(wire -> wire.crosses(here)).forEach(wire -> wire.proxy().blackhole());
  }

  void heal() {
    wires.forEach(wire -> wire.proxy().heal());
  }

  @Override
  public void close() {
    wires.forEach(wire -> wire.proxy().close());
    if (hosts != null) {
      hosts.close();
    }
  }
}
