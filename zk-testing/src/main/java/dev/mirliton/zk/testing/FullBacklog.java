package dev.mirliton.zk.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A listening address that answers no more: nobody accepts there and its backlog is full, so that
 * whoever connects hears nothing, neither yes nor no. What a host behind a silent firewall is like.
 *
 * <p>Opened by simulated code, it stands in the simulated network.
 *
 * @since 0.1
 */
public final class FullBacklog implements AutoCloseable {
  private static final int MOST = 200;
  private static final int FULL_AFTER_MS = 250;

  private final ServerSocket listener;
  private final List<Socket> filling = new ArrayList<>();

  private FullBacklog(ServerSocket listener) {
    this.listener = listener;
  }

  /** Opens one on a port that is free. */
  public static FullBacklog open() {
    return at(new InetSocketAddress("127.0.0.1", 0));
  }

  /**
   * Opens one at an address of one's choice; takes a quarter of a second.
   *
   * @throws UncheckedIOException if the address cannot be had
   * @throws IllegalStateException if the system's backlogs do not get full
   */
  static FullBacklog at(InetSocketAddress here) {
    World world = World.current();
    try {
      FullBacklog backlog = new FullBacklog(world.serverSocket());
      try {
        backlog.listener.setReuseAddress(true);
        backlog.listener.bind(here, 1);
        backlog.fill(world);
        return backlog;
      } catch (IOException | RuntimeException unusable) {
        backlog.close();
        throw unusable;
      }
    } catch (IOException unusable) {
      throw new UncheckedIOException("no full backlog at " + here, unusable);
    }
  }

  private void fill(World world) throws IOException {
    for (int i = 0; i < MOST; i++) {
      Socket socket = world.socket();
      filling.add(socket);
      try {
        socket.connect(listener.getLocalSocketAddress(), FULL_AFTER_MS);
      } catch (SocketTimeoutException full) {
        return;
      }
    }
    throw new IllegalStateException("this system accepts more connections than any backlog");
  }

  /** Returns where to connect in vain. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /** Stops listening; whoever still tries to connect is refused. */
  @Override
  public void close() {
    try {
      for (Socket socket : filling) {
        socket.close();
      }
      listener.close();
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot close " + listener, failure);
    }
  }
}
