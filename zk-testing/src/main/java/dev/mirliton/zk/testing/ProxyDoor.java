package dev.mirliton.zk.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The port of a proxy: it welcomes connections, refuses them, or lets them knock in vain. Thread-
 * safe.
 */
final class ProxyDoor implements AutoCloseable {
  private static final AutoCloseable NOBODY = () -> {};

  private final World world = World.current();
  private final Welcome welcome;
  private final InetAddress host;
  private final int port;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile AutoCloseable occupant; // written under lock; whoever has the port
  private boolean closed; // guarded by lock

  /** What is done with those who come. */
  @FunctionalInterface
  interface Welcome {
    /** Takes a connection, on the thread that accepts; one that it throws for is hung up on. */
    void take(Socket connection) throws IOException;
  }

  /** A socket that accepts, and the thread that does. */
  private final class Accepting implements AutoCloseable {
    private final ServerSocket socket;
    private final Thread thread;

    Accepting(ServerSocket socket) {
      this.socket = socket;
      thread = world.startThread("zk-proxy-accept", this::accept);
    }

    private void accept() {
      while (!socket.isClosed()) {
        try {
          take(socket.accept());
        } catch (IOException closedOrUnlucky) {
          // The loop's condition tells which.
        }
      }
    }

    private void take(Socket connection) throws IOException {
      try {
        welcome.take(connection);
      } catch (IOException unwelcome) {
        connection.close();
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
      try {
        world.join(thread);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt(); // closed it is; only nobody waits for the thread
      }
    }
  }

  /** Opens a port that is free, on the loopback address. */
  ProxyDoor(Welcome welcome) {
    this(new InetSocketAddress("127.0.0.1", 0), welcome);
  }

  /** Opens a port of this machine; 0 is any that is free. */
  ProxyDoor(InetSocketAddress here, Welcome welcome) {
    this.welcome = welcome;
    host = here.getAddress();
    ServerSocket first = listen(here.getPort());
    port = first.getLocalPort();
    occupant = new Accepting(first);
  }

  int port() {
    return port;
  }

  /** Whether connections are accepted. From any thread, and never waits. */
  boolean isOpen() {
    return occupant instanceof Accepting;
  }

  private ServerSocket listen(int wanted) {
    try {
      ServerSocket socket = world.serverSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, wanted));
      return socket;
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot listen on port " + wanted, failure);
    }
  }

  /** Accepts connections again; does nothing if it does. */
  void open() {
    lock.lock();
    try {
      if (!closed && !isOpen()) {
        leave();
        occupant = new Accepting(listen(port));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Refuses connections. */
  void refuse() {
    lock.lock();
    try {
      if (!closed && !(occupant instanceof Socket)) {
        leave();
        occupant = holder();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns a socket that is bound there and does not listen: nobody else gets the port. */
  private Socket holder() {
    try {
      Socket holder = world.socket();
      holder.setReuseAddress(true);
      holder.bind(new InetSocketAddress(host, port));
      return holder;
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot hold port " + port, failure);
    }
  }

  /** Does not answer those who want to connect. */
  void ignore() {
    lock.lock();
    try {
      if (!closed && !(occupant instanceof FullBacklog)) {
        leave();
        occupant = FullBacklog.at(new InetSocketAddress(host, port));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      leave();
    } finally {
      lock.unlock();
    }
  }

  // Called with the lock held. The accepting thread never takes it.
  private void leave() {
    AutoCloseable former = occupant;
    occupant = NOBODY;
    try {
      former.close();
    } catch (Exception failure) {
      throw new IllegalStateException("cannot leave port " + port, failure);
    }
  }
}
