package dev.mirliton.zk.testing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A bad network between a client and one server: it forwards, until the test tells it to do
 * something else. Faults hold for connections that are open and for those to come, until {@link
 * #heal}; they can be combined.
 *
 * <p>Opened by simulated code, it stands in the simulated network. Methods may be called from any
 * thread of its world and return without waiting for the network. Bytes that are under way when a
 * fault is set may still pass.
 *
 * @since 0.1
 */
public final class FaultProxy implements AutoCloseable {
  private static final int CONNECT_LIMIT_MS = 5_000;
  private static final long RETRY_NS = 10_000_000;

  private final World world = World.current();
  private final Supplier<InetSocketAddress> target;
  private final Duration patience;
  private final InetAddress host;
  private final int port;
  private final Map<Direction, Faults> faults = new EnumMap<>(Direction.class);
  private final List<ProxyConnection> connections = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Listening listening; // guarded by lock; null while refusing
  private boolean closed; // guarded by lock

  private record Listening(ServerSocket socket, Thread thread) {}

  private FaultProxy(
      InetSocketAddress here, Supplier<InetSocketAddress> target, Duration patience) {
    this.target = target;
    this.patience = patience;
    host = here.getAddress();
    for (Direction direction : Direction.values()) {
      faults.put(direction, new Faults());
    }
    Listening first = listen(here.getPort());
    port = first.socket().getLocalPort();
    listening = first;
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
    return port;
  }

  /** Returns what to give to a client instead of the server's address. */
  public String connectString() {
    return "127.0.0.1:" + port;
  }

  /** Returns how many connections there are. */
  public int connections() {
    return (int) connections.stream().filter(connection -> !connection.isClosed()).count();
  }

  /** Closes every connection, in order. New ones are welcome. */
  public void cut() {
    connections.forEach(ProxyConnection::cut);
  }

  /** Closes every connection with a reset. New ones are welcome. */
  public void reset() {
    connections.forEach(ProxyConnection::reset);
  }

  /** Refuses new connections, as a host without the server does. Those that are open stay. */
  public void refuse() {
    Listening former;
    lock.lock();
    try {
      former = listening;
      listening = null;
    } finally {
      lock.unlock();
    }
    closeListener(former);
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
    faultsOf(direction).delay(delay);
  }

  /**
   * Lets that many bytes more pass, counted over all connections, and then cuts the connection that
   * brought the last of them. Once.
   */
  public void cutAfter(Direction direction, long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must not be negative but was " + bytes);
    }
    faultsOf(direction).cutAfter(bytes);
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
   * @throws UncheckedIOException if somebody took the port while connections were refused
   */
  public void heal() {
    faults.values().forEach(Faults::heal);
    for (ProxyConnection connection : connections) {
      if (connection.isHoled()) {
        connection.cut();
      }
    }
    lock.lock();
    try {
      if (listening == null && !closed) {
        listening = listen(port);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Closes all connections and returns when the proxy's threads are gone. Idempotent. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    refuse();
    try {
      for (ProxyConnection connection : connections) {
        connection.cut();
        connection.join();
      }
    } catch (InterruptedException interrupted) {
      // All are cut below; only nobody waits for their threads.
      cut();
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

  private Listening listen(int wanted) {
    try {
      ServerSocket socket = world.serverSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, wanted));
      Thread thread = world.startThread("zk-fault-proxy-accept", () -> accept(socket));
      return new Listening(socket, thread);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot listen on port " + wanted, failure);
    }
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        forward(socket.accept(), socket);
      } catch (IOException closedOrUnlucky) {
        // The loop's condition tells which.
      }
    }
  }

  private void forward(Socket client, ServerSocket acceptor) throws IOException {
    Socket server;
    try {
      server = reach(acceptor);
      client.setTcpNoDelay(true);
    } catch (IOException unreachable) {
      client.close();
      throw unreachable;
    }
    ProxyConnection connection = new ProxyConnection(client, server, faults);
    connections.removeIf(ProxyConnection::isOver);
    connections.add(connection);
    connection.start();
  }

  private Socket reach(ServerSocket acceptor) throws IOException {
    for (long start = world.nanoTime(); ; ) {
      Socket server = world.socket();
      try {
        server.connect(target.get(), CONNECT_LIMIT_MS);
        server.setTcpNoDelay(true);
        return server;
      } catch (IOException unreachable) {
        server.close();
        boolean mayComeYet = world.nanoTime() - start < patience.toNanos();
        if (!mayComeYet || acceptor.isClosed()) {
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

  private void closeListener(@Nullable Listening former) {
    if (former == null) {
      return;
    }
    try {
      former.socket().close();
      world.join(former.thread());
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot stop listening", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
