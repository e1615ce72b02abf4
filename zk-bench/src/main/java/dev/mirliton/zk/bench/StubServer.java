package dev.mirliton.zk.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that keeps nothing and answers every request at once from prebuilt frames, so that what
 * is measured is the client. One thread for each connection. It has no znodes: whatever the path,
 * reading it gives the same 100 bytes.
 */
public final class StubServer implements AutoCloseable {
  private final ServerSocketChannel listener;
  private final List<StubConnection> connections = new CopyOnWriteArrayList<>();

  private StubServer(ServerSocketChannel listener) {
    this.listener = listener;
  }

  /** Listens on a free port of the loopback address. */
  static StubServer start() throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    StubServer server = new StubServer(listener);
    Thread.ofPlatform().daemon().name("stub-acceptor").start(server::accept);
    return server;
  }

  int port() {
    return listener.socket().getLocalPort();
  }

  /** How many requests were answered so far, the first of each session not counted. */
  long answered() {
    return connections.stream().mapToLong(StubConnection::answered).sum();
  }

  private void accept() {
    long sessionId = 0;
    try {
      while (true) {
        SocketChannel channel = listener.accept();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        StubConnection connection = new StubConnection(channel, ++sessionId);
        connections.add(connection);
        Thread.ofPlatform().daemon().name("stub-" + sessionId).start(connection);
      }
    } catch (IOException closed) {
      // close() was called; there is nobody left to accept.
    }
  }

  /** Hangs up on everybody. */
  @Override
  public void close() throws IOException {
    listener.close();
    connections.forEach(StubConnection::close);
  }

  /** Says its port on standard output and serves until standard input ends. */
  public static void main(String[] args) throws IOException {
    try (StubServer server = start()) {
      System.out.println(server.port());
      while (System.in.read() >= 0) {
        // Nothing is said to a stub; the end of the stream is the end of whoever started it.
      }
    }
  }
}
