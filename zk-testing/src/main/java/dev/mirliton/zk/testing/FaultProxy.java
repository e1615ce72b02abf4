package dev.mirliton.zk.testing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * A bad network between a client and one server: it forwards, until the test tells it to do
 * something else. Faults hold for connections that are open and for those to come, until {@link
 * #heal}; they can be combined. It knows bytes only: {@link WireProxy} knows requests and replies.
 *
 * <p>Opened by simulated code, it stands in the simulated network. Methods may be called from any
 * thread of its world and return without waiting for the network. Bytes that are under way when a
 * fault is set may still pass.
 *
 * @since 0.1
 */
public final class FaultProxy implements AutoCloseable {
  private static final long RETRY_NS = 10_000_000;

  private final World world = World.current();
  private final Supplier<InetSocketAddress> target;
  private final Duration patience;
  private final Map<Direction, Faults> faults = new EnumMap<>(Direction.class);
  private final List<ProxyConnection> connections = new CopyOnWriteArrayList<>();
  private final ProxyDoor door;

  private FaultProxy(
      InetSocketAddress here, Supplier<InetSocketAddress> target, Duration patience) {
    this.target = target;
    this.patience = patience;
    for (Direction direction : Direction.values()) {
      faults.put(direction, new Faults(direction));
    }
    door = new ProxyDoor(here, this::forward);
  }

  /** Opens a proxy before a server, which need not run yet, and may move. */
  public static FaultProxy to(TestServer server) {
    return at(new InetSocketAddress("127.0.0.1", 0), server::address, Duration.ZERO);
  }

  /** Opens a proxy before an address, where nobody need listen yet. */
  public static FaultProxy to(InetSocketAddress target) {
    return at(new InetSocketAddress("127.0.0.1", 0), () -> target, Duration.ZERO);
  }

  /**
   * Opens a proxy at an address of this machine; port 0 is any.
   *
   * @param target asked for each connection
   * @param patience how long to try again while the target refuses. A proxy cannot pass a refusal
   *     on: it has accepted by then
   */
  static FaultProxy at(
      InetSocketAddress here, Supplier<InetSocketAddress> target, Duration patience) {
    return new FaultProxy(here, target, patience);
  }

  /** Returns the port to connect to instead of the server's. */
  public int port() {
    return door.port();
  }

  /** Returns what to give to a client instead of the server's address. */
  public String connectString() {
    return "127.0.0.1:" + port();
  }

  /** Returns how many connections there are. */
  public int connections() {
    return (int) connections.stream().filter(connection -> !connection.pair().isClosed()).count();
  }

  /** Returns how many bytes it has passed on that way, over all connections there ever were. */
  public long bytes(Direction direction) {
    return faultsOf(direction).passed();
  }

  /** Closes every connection, in order. New ones are welcome. */
  public void cut() {
    breakAll(Break.CLOSE, Direction.TO_CLIENT);
  }

  /** Closes every connection with a reset. New ones are welcome. */
  public void reset() {
    breakAll(Break.RESET, Direction.TO_CLIENT);
  }

  /**
   * Ends the bytes of one direction on every connection, as a side does that will write no more;
   * the others still pass. New connections are welcome.
   */
  public void halfClose(Direction direction) {
    breakAll(Break.HALF_CLOSE, direction);
  }

  private void breakAll(Break how, Direction direction) {
    connections.forEach(connection -> connection.pair().breakOff(how, direction));
  }

  /** Refuses new connections, as a host without the server does. Those that are open stay. */
  public void refuse() {
    door.refuse();
  }

  /**
   * Does not answer new connections, as a host behind a silent firewall does, or none at all. Those
   * that are open stay; one that comes at this very moment may be accepted and then hear nothing.
   * Takes a quarter of a second.
   *
   * @throws IllegalStateException if the system answers whatever one does
   * @see FullBacklog
   */
  public void ignore() {
    door.ignore();
  }

  /**
   * Drops bytes in silence: they are accepted, also on new connections, and never arrive, nor does
   * the end of the connection. Connections that lost bytes are cut by {@link #heal}.
   */
  public void blackhole(Direction direction) {
    faultsOf(direction).swallow();
  }

  /** Drops bytes in silence both ways. */
  public void blackhole() {
    faults.values().forEach(Faults::swallow);
  }

  /**
   * Stops reading: the sender's buffers fill up. Nothing is lost, all arrives after {@link #heal}.
   */
  public void stall(Direction direction) {
    faultsOf(direction).stall();
  }

  /** Holds what was read back for that long, and reads nothing more meanwhile. */
  public void delay(Direction direction, Duration delay) {
    delay(direction, delay, Duration.ZERO);
  }

  /**
   * Holds what was read back for {@code least} and up to {@code jitter} more, evenly at random, and
   * reads nothing more meanwhile: the order of bytes stays.
   *
   * @throws IllegalArgumentException if one of them is negative
   */
  public void delay(Direction direction, Duration least, Duration jitter) {
    if (least.isNegative() || jitter.isNegative()) {
      throw new IllegalArgumentException(
          "delay and jitter must not be negative but were " + least + " and " + jitter);
    }
    faultsOf(direction).delay(least, jitter);
  }

  /**
   * Lets only so many bytes pass in a second, over all connections: a thin line.
   *
   * @throws IllegalArgumentException if that is less than 1
   */
  public void throttle(Direction direction, long bytesPerSecond) {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException(
          "bytesPerSecond must be positive but was " + bytesPerSecond);
    }
    faultsOf(direction).throttle(bytesPerSecond);
  }

  /**
   * Lets that many bytes more pass, counted over all connections, and then cuts the connection that
   * brought the last of them. Once.
   *
   * @throws IllegalArgumentException if {@code bytes} is negative
   */
  public void cutAfter(Direction direction, long bytes) {
    breakAfter(direction, bytes, Break.CLOSE);
  }

  /**
   * Lets that many bytes more pass, counted over all connections, and then breaks the connection
   * that brought the last of them. Once. One that went silent is closed by {@link #heal}.
   *
   * @throws IllegalArgumentException if {@code bytes} is negative
   */
  public void breakAfter(Direction direction, long bytes, Break how) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must not be negative but was " + bytes);
    }
    faultsOf(direction).breakAfter(bytes, how);
  }

  /**
   * Writes every byte on its own, with a pause of some microseconds, so that most are read one by
   * one.
   */
  public void tear(Direction direction) {
    faultsOf(direction).tear();
  }

  /**
   * Forwards again, and accepts connections again.
   *
   * @throws UncheckedIOException if the port cannot be had again
   */
  public void heal() {
    faults.values().forEach(Faults::heal);
    for (ProxyConnection connection : connections) {
      if (connection.pair().isHoled()) {
        connection.pair().breakOff(Break.CLOSE, Direction.TO_CLIENT);
      }
    }
    door.open();
  }

  /** Closes all connections and returns when the proxy's threads are gone. Idempotent. */
  @Override
  public void close() {
    door.close();
    cut();
    try {
      for (ProxyConnection connection : connections) {
        connection.join();
      }
    } catch (InterruptedException interrupted) {
      // All are cut; only nobody waits for their threads.
      Thread.currentThread().interrupt();
    }
  }

  private Faults faultsOf(Direction direction) {
    Faults found = faults.get(direction);
    if (found == null) {
      throw new IllegalArgumentException("no such direction: " + direction);
    }
    return found;
  }

  private void forward(Socket client) throws IOException {
    ProxyConnection connection = new ProxyConnection(reach(client), faults);
    connections.removeIf(ProxyConnection::isOver);
    connections.add(connection);
    connection.start();
  }

  private SocketPair reach(Socket client) throws IOException {
    for (long start = world.nanoTime(); ; ) {
      try {
        return SocketPair.connect(world, client, target.get());
      } catch (IOException unreachable) {
        boolean mayComeYet = world.nanoTime() - start < patience.toNanos();
        if (!mayComeYet || !door.isOpen()) {
          throw unreachable;
        }
      }
      try {
        world.pause(RETRY_NS);
      } catch (InterruptedException impossible) {
        throw new InterruptedIOException("nobody knows this thread but us");
      }
    }
  }
}
