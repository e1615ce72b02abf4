package dev.mirliton.zk.testing.simulation;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The simulated network: hosts with names and addresses, a path for each ordered pair of them, and
 * connections.
 */
final class Network {
  private static final int PROCESSES = 100; // addresses below are for servers
  private static final long SYN_AGAIN_NS = 1_000_000_000;
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

  /** How often a write arrives in several pieces. */
  private static final double TORN = 0.05;

  private final Kernel kernel;
  private final Chance chance;
  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private final Map<InetAddress, Host> byAddress = new LinkedHashMap<>();
  private final Map<Host, Map<Host, Path>> paths = new LinkedHashMap<>();
  private int connections;
  private @Nullable Consumer<Opened> watcher;

  /** A connection that was just accepted, for whoever reads along. */
  record Opened(int number, End client, End server) {}

  /** Hears how an attempt to connect went. Called as an event of the client's actor. */
  interface Caller {
    void connected(End end);

    void refused(IOException cause);
  }

  /** Creates an empty network. */
  Network(Kernel kernel) {
    this.kernel = kernel;
    chance = kernel.chance("network");
  }

  /** Has each new connection told to {@code watcher}. */
  void watch(Consumer<Opened> watcher) {
    this.watcher = watcher;
  }

  // ---- Hosts

  /** Returns the host of that name; the first call adds it. */
  Host host(String name) {
    Host known = hosts.get(name);
    if (known != null) {
      return known;
    }
    Host host = new Host(name, address(name, hosts.size() + 1));
    hosts.put(name, host);
    byAddress.put(host.address(), host);
    return host;
  }

  private static InetAddress address(String name, int number) {
    try {
      return InetAddress.getByAddress(
          name, new byte[] {10, 0, (byte) (number / PROCESSES), (byte) (number % PROCESSES)});
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("four bytes are an address", impossible);
    }
  }

  /** Resolves the name of a host here, that of whoever asks, or a literal address. */
  List<InetAddress> resolve(String name) throws UnknownHostException {
    Host host = hosts.get(name);
    if (host != null) {
      return List.of(host.address());
    }
    if (name.equals("localhost")) {
      return List.of(InetAddress.getLoopbackAddress());
    }
    if (LITERAL.matcher(name).matches()) {
      return List.of(InetAddress.getByName(name)); // asks nobody for such a name
    }
    throw new UnknownHostException(name + ": not in the simulated network");
  }

  /** Returns the path from one host to another. */
  Path path(Host from, Host to) {
    return paths
        .computeIfAbsent(from, key -> new LinkedHashMap<>())
        .computeIfAbsent(to, key -> new Path(from, to, chance));
  }

  /** Returns how much of {@code bytes} bytes travels in one piece. */
  int pieceOf(int bytes) {
    return bytes > 1 && chance.happens(TORN) ? (int) chance.between(1, bytes - 1) : bytes;
  }

  /** Returns how much of {@code bytes} bytes comes through when a connection breaks. */
  int partOf(int bytes) {
    return (int) chance.between(0, bytes - 1);
  }

  // ---- Connections

  /** Takes connections to a port of {@code host}. */
  void listen(Host host, int port, Actor actor, Consumer<End> accept) {
    listen(host, port, actor, () -> true, accept);
  }

  /**
   * Takes connections to a port of {@code host} as long as there is room for one more; whoever
   * knocks meanwhile knocks again.
   */
  void listen(Host host, int port, Actor actor, BooleanSupplier hasRoom, Consumer<End> accept) {
    host.listeners().put(port, new Host.Listener(actor, hasRoom, accept));
  }

  /** Takes no more connections to a port of {@code host}. */
  void stopListening(Host host, int port) {
    host.listeners().remove(port);
  }

  /**
   * Connects; the caller hears of it unless the network is silent.
   *
   * @return a way to give up
   */
  Attempt connect(Host from, Actor actor, InetSocketAddress to, Caller caller) {
    return connect(from, from.freePort(), actor, to, caller);
  }

  /** Connects from a certain port. */
  Attempt connect(Host from, int fromPort, Actor actor, InetSocketAddress to, Caller caller) {
    Attempt attempt =
        new Attempt(from, fromPort, actor, find(from, to.getAddress()), to.getPort(), caller);
    attempt.knock();
    return attempt;
  }

  private @Nullable Host find(Host asker, InetAddress address) {
    return address.isLoopbackAddress() || address.isAnyLocalAddress()
        ? asker
        : byAddress.get(address);
  }

  /** An attempt to connect, which may never come to an end by itself. */
  final class Attempt {
    private final Host from;
    private final int fromPort;
    private final Actor actor;
    private final @Nullable Host to;
    private final int port;
    private final Caller caller;
    private boolean over;

    private Attempt(
        Host from, int fromPort, Actor actor, @Nullable Host to, int port, Caller caller) {
      this.from = from;
      this.fromPort = fromPort;
      this.actor = actor;
      this.to = to;
      this.port = port;
      this.caller = caller;
    }

    /** Gives up. */
    void cancel() {
      over = true;
    }

    private void knock() {
      if (to == null) {
        return; // nobody has that address: silence
      }
      kernel.after(path(from, to).travelNs(0), kernel.world(), "syn", () -> arrive(to));
    }

    private void arrive(Host host) {
      if (over || actor.isDead()) {
        return;
      }
      if (path(from, host).isBlocked() || !host.isUp()) {
        knockAgain();
        return;
      }
      Host.Listener listener = host.listeners().get(port);
      if (listener == null || listener.actor().isDead()) {
        answer(host, () -> caller.refused(new ConnectException("Connection refused")), () -> {});
      } else if (listener.hasRoom().getAsBoolean()) {
        accept(host, listener);
      } else {
        knockAgain();
      }
    }

    private void knockAgain() {
      kernel.after(SYN_AGAIN_NS, kernel.world(), "syn again", this::knock);
    }

    private void accept(Host host, Host.Listener listener) {
      End server = new End(host, port, listener.actor(), pipe(host, from, listener.actor()));
      End client = new End(from, fromPort, actor, pipe(from, host, actor));
      client.join(server);
      Consumer<Opened> told = watcher;
      if (told != null) {
        told.accept(new Opened(++connections, client, server));
      }
      kernel.after(0, listener.actor(), "accept", () -> listener.accept().accept(server));
      answer(host, () -> caller.connected(client), client::reset);
    }

    private Pipe pipe(Host sender, Host receiver, Actor writer) {
      return new Pipe(Network.this, kernel, path(sender, receiver), writer);
    }

    /**
     * Tells the caller, again and again until the way back is free.
     *
     * @param unwanted for a caller that has given up
     */
    private void answer(Host host, Runnable told, Runnable unwanted) {
      Path back = path(host, from);
      kernel.after(
          back.travelNs(0),
          actor,
          "syn ack",
          () -> {
            if (back.isBlocked()) {
              kernel.after(
                  SYN_AGAIN_NS,
                  kernel.world(),
                  "syn ack again",
                  () -> answer(host, told, unwanted));
            } else if (over) {
              unwanted.run();
            } else {
              over = true;
              told.run();
            }
          });
    }
  }

  // ---- Faults

  /** Loses all packets from one host to another. */
  void block(Host from, Host to) {
    path(from, to).block();
  }

  /** Lets packets pass again, also those that are sent again. */
  void unblock(Host from, Host to) {
    path(from, to).unblock();
    pump(from);
    pump(to);
  }

  /** Lets all pass again at once, also what queues up already. */
  void widen(Host one, Host other) {
    path(one, other).throttle(Long.MAX_VALUE);
    path(other, one).throttle(Long.MAX_VALUE);
    pump(one);
    pump(other);
  }

  /** Loses all packets from and to a host, also those of hosts to come. */
  void blockAll(Host host) {
    host.isolate();
  }

  /** Undoes one {@link #blockAll}. */
  void unblockAll(Host host) {
    host.connect();
    pump(host);
  }

  private void pump(Host host) {
    for (End end : List.copyOf(host.ends())) {
      end.outgoing().pump();
      End peer = end.peer();
      if (peer != null) {
        peer.outgoing().pump();
      }
    }
  }

  /** Ends every connection between two hosts with a reset that both hear. */
  void reset(Host one, Host other) {
    for (End end : List.copyOf(one.ends())) {
      End peer = end.peer();
      if (peer != null && peer.host() == other) {
        reset(end);
      }
    }
  }

  /** Ends a connection with a reset that both hear. */
  void reset(End end) {
    kernel.after(0, end.actor(), "reset", end::heardAbort);
    End peer = end.peer();
    if (peer != null) {
      kernel.after(0, peer.actor(), "reset", peer::heardAbort);
    }
  }

  /** The processes of a host were killed: its kernel resets their connections. */
  void killed(Host host) {
    host.listeners().clear();
    for (End end : List.copyOf(host.ends())) {
      end.reset();
    }
  }

  /** The processes of a host ended in order: its connections are closed. */
  void stopped(Host host) {
    host.listeners().clear();
    List.copyOf(host.ends()).forEach(End::close);
  }

  /** The host lost its power: nothing is said to anybody. */
  void lostPower(Host host) {
    host.listeners().clear();
    host.up(false);
    for (End end : List.copyOf(host.ends())) {
      end.forget();
    }
  }

  /** The host has power again. It knows nothing of its earlier connections. */
  void hasPower(Host host) {
    host.up(true);
    List<End> left = new ArrayList<>();
    hosts.values().forEach(other -> left.addAll(other.ends()));
    left.forEach(end -> end.outgoing().pump());
  }
}
