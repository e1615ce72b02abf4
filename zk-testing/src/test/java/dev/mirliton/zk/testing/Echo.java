package dev.mirliton.zk.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that says what it hears. */
final class Echo implements AutoCloseable {
  private final World world = World.current();
  private final ServerSocket listener = world.serverSocket();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger received = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();

  Echo() throws IOException {
    listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    world.startThread("echo-accept", this::accept);
  }

  InetSocketAddress address() {
    return new InetSocketAddress("127.0.0.1", listener.getLocalPort());
  }

  int received() {
    return received.get();
  }

  int reads() {
    return reads.get();
  }

  void hangUp() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        sockets.add(socket);
        world.startThread("echo", () -> echo(socket));
      }
    } catch (IOException closed) {
      // The end of the test.
    }
  }

  private void echo(Socket socket) {
    byte[] buffer = new byte[4096];
    try (socket) {
      for (int n = socket.getInputStream().read(buffer);
          n >= 0;
          n = socket.getInputStream().read(buffer)) {
        reads.incrementAndGet();
        received.addAndGet(n);
        socket.getOutputStream().write(buffer, 0, n);
      }
    } catch (IOException closed) {
      // The end of the conversation.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    hangUp();
  }
}
