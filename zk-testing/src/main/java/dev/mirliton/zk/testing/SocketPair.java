package dev.mirliton.zk.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** The two connections that one way through a proxy consists of, and how they break together. */
final class SocketPair {
  private static final int CONNECT_LIMIT_MS = 5_000;

  private final Socket client;
  private final Socket server;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Direction> dark = EnumSet.noneOf(Direction.class); // guarded by lock
  private volatile boolean silent;

  private SocketPair(Socket client, Socket server) {
    this.client = client;
    this.server = server;
  }

  /**
   * Connects a client that was accepted to its server.
   *
   * @throws IOException if the server cannot be reached; the client is left as it is
   */
  static SocketPair connect(World world, Socket client, InetSocketAddress target)
      throws IOException {
    Socket server = world.socket();
    try {
      server.connect(target, CONNECT_LIMIT_MS);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    } catch (IOException unreachable) {
      server.close();
      throw unreachable;
    }
    return new SocketPair(client, server);
  }

  /** Returns where bytes of a direction come from. */
  Socket from(Direction direction) {
    return direction == Direction.TO_SERVER ? client : server;
  }

  /** Returns where bytes of a direction go. */
  Socket to(Direction direction) {
    return direction == Direction.TO_SERVER ? server : client;
  }

  boolean isClosed() {
    return closed.get();
  }

  /** Whether not even its end is heard of any more. */
  boolean isSilent() {
    return silent;
  }

  /** Whether what comes in that direction is to be dropped. */
  boolean isDark(Direction direction) {
    lock.lock();
    try {
      return dark.contains(direction);
    } finally {
      lock.unlock();
    }
  }

  /** Whether something was dropped or will be: the stream makes no more sense to its reader. */
  boolean isHoled() {
    lock.lock();
    try {
      return !dark.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** From now on drops what comes in that direction. */
  void darken(Direction direction) {
    lock.lock();
    try {
      dark.add(direction);
    } finally {
      lock.unlock();
    }
  }

  /** Breaks in the given way, where bytes of {@code direction} were passing. */
  void breakOff(Break how, Direction direction) {
    switch (how) {
      case CLOSE -> end(false);
      case RESET -> end(true);
      case HALF_CLOSE -> {
        darken(direction);
        shutOutput(to(direction));
      }
      case SILENCE -> {
        silent = true;
        for (Direction each : Direction.values()) {
          darken(each);
        }
      }
    }
  }

  private void end(boolean abruptly) {
    if (closed.compareAndSet(false, true)) {
      close(client, abruptly);
      close(server, abruptly);
    }
  }

  private static void close(Socket socket, boolean abruptly) {
    try (socket) {
      if (abruptly) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException alreadyGone) {
      // That is what was wanted.
    }
  }

  private static void shutOutput(Socket socket) {
    try {
      socket.shutdownOutput();
    } catch (IOException alreadyGone) {
      // So its reader has heard the end.
    }
  }
}
