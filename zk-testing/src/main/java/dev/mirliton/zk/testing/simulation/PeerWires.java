package dev.mirliton.zk.testing.simulation;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.IntFunction;

/**
 * Carries messages between the servers of an ensemble, in order for each pair; while the path is
 * blocked they wait.
 */
final class PeerWires {
  private final Kernel kernel;
  private final Network network;
  private final IntFunction<SimulatedServer> servers;
  private final Map<Long, Wire> wires = new LinkedHashMap<>();

  private record Message(Object content, long arrivalNs) {}

  /** One direction between two servers. */
  private final class Wire {
    private final int from;
    private final int to;
    private final Queue<Message> travelling = new ArrayDeque<>();
    private long lastArrivalNs;

    Wire(int from, int to) {
      this.from = from;
      this.to = to;
    }

    private Path path() {
      return network.path(servers.apply(from).host(), servers.apply(to).host());
    }

    void send(Object content) {
      lastArrivalNs = Math.max(lastArrivalNs, kernel.nowNs() + path().travelNs(0));
      travelling.add(new Message(content, lastArrivalNs));
      expect(lastArrivalNs - kernel.nowNs());
    }

    private void expect(long delayNs) {
      kernel.after(delayNs, servers.apply(to).life(), "peer message", this::arrive);
    }

    private void arrive() {
      while (!path().isBlocked()
          && !travelling.isEmpty()
          && travelling.element().arrivalNs <= kernel.nowNs()) {
        servers.apply(to).server().receive(from, travelling.remove().content);
      }
    }

    void pump() {
      if (!travelling.isEmpty()) {
        expect(path().travelNs(0));
      }
    }
  }

  PeerWires(Kernel kernel, Network network, IntFunction<SimulatedServer> servers) {
    this.kernel = kernel;
    this.network = network;
    this.servers = servers;
  }

  void send(int from, int to, Object message) {
    if (servers.apply(to).isAlive()) {
      wire(from, to).send(message);
    }
  }

  private Wire wire(int from, int to) {
    return wires.computeIfAbsent(((long) from << Integer.SIZE) | to, key -> new Wire(from, to));
  }

  /** What is on its way to or from a server that has crashed is lost. */
  void crashed(int server) {
    wires.values().stream()
        .filter(wire -> wire.from == server || wire.to == server)
        .forEach(wire -> wire.travelling.clear());
  }

  /** Lets travel what waited: a path was healed. */
  void pump() {
    wires.values().forEach(Wire::pump);
  }
}
