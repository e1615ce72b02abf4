package dev.mirliton.zk.testing.contract;

import static org.junit.jupiter.api.Assertions.fail;

import dev.mirliton.zk.spi.Endpoint;
import dev.mirliton.zk.testing.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A listening address that answers no more: nobody accepts and its backlog is full. */
final class FullBacklog implements AutoCloseable {
  private static final int MOST = 200;

  private final ServerSocket server = World.current().serverSocket();
  private final List<Socket> filling = new ArrayList<>();

  FullBacklog() throws IOException {
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    for (int i = 0; i < MOST; i++) {
      Socket socket = World.current().socket();
      filling.add(socket);
      try {
        socket.connect(server.getLocalSocketAddress(), 250);
      } catch (SocketTimeoutException full) {
        return;
      }
    }
    close();
    fail("this system accepts more connections than any backlog");
  }

  Endpoint endpoint() {
    return Endpoint.plain((InetSocketAddress) server.getLocalSocketAddress());
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : filling) {
      socket.close();
    }
    server.close();
  }
}
