package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.testing.model.CommittedChange;
import dev.mirliton.zk.testing.model.EnsembleServer;
import dev.mirliton.zk.testing.model.ModelOptions;
import dev.mirliton.zk.testing.simulation.SimulatedServer.Ending;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The ensemble of a simulated world: model servers, numbered from 1, each on a machine of its own
 * called {@code zk1} and so on. What it is made to suffer lasts until it is undone.
 *
 * <p>Used by simulated code only.
 *
 * @since 0.1
 */
public final class SimulatedEnsemble {
  private static final long POLL_NS = 10_000_000;

  private final Kernel kernel;
  private final Network network;
  private final List<SimulatedServer> servers = new ArrayList<>();
  private final PeerWires wires;

  SimulatedEnsemble(Kernel kernel, Network network, int count, ModelOptions options) {
    this.kernel = kernel;
    this.network = network;
    wires = new PeerWires(kernel, network, this::server);
    for (int id = 1; id <= count; id++) {
      servers.add(new SimulatedServer(id, kernel, network, members(count), options, wires::send));
    }
    servers.forEach(SimulatedServer::start);
  }

  /** Says who belongs to it, as a file of a real ensemble would. */
  private static String members(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(id -> "server.%d=zk%d:2888:3888:participant;0.0.0.0:2181".formatted(id, id))
        .collect(Collectors.joining("\n"));
  }

  private SimulatedServer server(int id) {
    if (id < 1 || id > servers.size()) {
      throw new IllegalArgumentException(
          "there is no server " + id + ", only 1 to " + servers.size());
    }
    return servers.get(id - 1);
  }

  List<Host> hosts() {
    return servers.stream().map(SimulatedServer::host).toList();
  }

  /** Returns how many servers there are, alive or not. */
  public int size() {
    return servers.size();
  }

  /** Returns the connect string of all servers: {@code zk1:2181,zk2:2181,zk3:2181}. */
  public String connectString() {
    return servers.stream()
        .map(server -> connectString(server.id()))
        .collect(Collectors.joining(","));
  }

  /** Returns the connect string of one server. */
  public String connectString(int id) {
    return server(id).host() + ":" + SimulatedServer.PORT;
  }

  /** Returns the address of one server. */
  public InetSocketAddress address(int id) {
    return new InetSocketAddress(server(id).host().address(), SimulatedServer.PORT);
  }

  /** Whether there is a leader that a quorum follows. */
  public boolean isServing() {
    return servers.isEmpty() || leader().isPresent();
  }

  /** Returns the server that leads a quorum, if there is one. */
  public OptionalInt leader() {
    return servers.stream()
        .filter(server -> server.isAlive() && server.server().isLeading())
        .mapToInt(SimulatedServer::id)
        .findFirst();
  }

  /** Whether a server lives and has a quorum. */
  public boolean isServing(int id) {
    return server(id).isAlive() && server(id).server().isServing();
  }

  /** Waits until there is a leader that a quorum follows. */
  public void awaitServing() throws InterruptedException {
    while (!isServing()) {
      kernel.currentStrand().pause(kernel.nowNs() + POLL_NS);
    }
  }

  /**
   * Returns all that was agreed on since the run began, in order: the truth that clients' reports
   * are compared with.
   *
   * @throws IllegalStateException if nobody leads a quorum now
   */
  public List<CommittedChange> committed() {
    kernel.checkInside();
    return server(leader().orElseThrow(() -> new IllegalStateException("there is no leader")))
        .server()
        .committed();
  }

  /** Returns the true time of a change, in nanoseconds since the run began. */
  public static long nanoTime(CommittedChange change) {
    return (change.timeMs() - SimulatedServer.EPOCH_MS) * 1_000_000;
  }

  // ---- What it suffers

  /** Stops a server as an operator would: its connections are closed. */
  public void stop(int id) {
    crash(id, Ending.STOPPED);
  }

  /** Kills a server, as {@code kill -9} does: connections to it are reset. */
  public void kill(int id) {
    crash(id, Ending.KILLED);
  }

  /** Takes a server's power away: whoever is connected to it hears nothing more. */
  public void losePower(int id) {
    crash(id, Ending.WITHOUT_POWER);
  }

  private void crash(int id, Ending how) {
    kernel.checkInside();
    if (!server(id).end(how)) {
      return;
    }
    wires.crashed(id);
    if (how != Ending.WITHOUT_POWER) {
      for (SimulatedServer other : servers) {
        Path path = network.path(server(id).host(), other.host());
        if (other.id() != id && other.isAlive() && !path.isBlocked()) {
          EnsembleServer told = other.server();
          kernel.after(path.travelNs(0), other.life(), "peer reset", () -> told.disconnected(id));
        }
      }
    }
  }

  /** Starts a server again that was killed or lost its power, with what it had written. */
  public void start(int id) {
    kernel.checkInside();
    server(id).restart();
  }

  /** Lets nothing happen in a server for so long. */
  public void standStill(int id, Duration time) {
    kernel.checkInside();
    server(id).standStill(time);
  }

  /** Cuts a server from the other servers; its clients still reach it. */
  public void cutFromServers(int id) {
    kernel.checkInside();
    for (SimulatedServer other : servers) {
      if (other.id() != id) {
        network.block(server(id).host(), other.host());
        network.block(other.host(), server(id).host());
      }
    }
  }

  /** Undoes one {@link #cutFromServers}. */
  public void joinServers(int id) {
    kernel.checkInside();
    for (SimulatedServer other : servers) {
      if (other.id() != id) {
        network.unblock(server(id).host(), other.host());
        network.unblock(other.host(), server(id).host());
      }
    }
    wires.pump();
  }

  /** Cuts a server from everybody. */
  public void cut(int id) {
    kernel.checkInside();
    network.blockAll(server(id).host());
  }

  /** Undoes one {@link #cut}. */
  public void join(int id) {
    kernel.checkInside();
    network.unblockAll(server(id).host());
    wires.pump();
  }
}
