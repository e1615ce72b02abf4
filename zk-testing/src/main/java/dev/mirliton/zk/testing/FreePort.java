package dev.mirliton.zk.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports that nobody listened on a moment ago. Somebody else may take one before it is used: whoever
 * starts a server on it must be ready to try another.
 *
 * @since 0.1
 */
public final class FreePort {
  private FreePort() {}

  /** Finds one, on the loopback address. */
  public static int find() {
    return find(1).get(0);
  }

  /** Finds as many, no two alike. */
  public static List<Integer> find(int count) {
    // All are held until the last is found: one that was let go could be found again.
    List<ServerSocket> held = new ArrayList<>();
    try {
      try {
        for (int i = 0; i < count; i++) {
          ServerSocket socket = World.current().serverSocket();
          held.add(socket);
          socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 1);
        }
        return held.stream().map(ServerSocket::getLocalPort).toList();
      } finally {
        for (ServerSocket socket : held) {
          socket.close();
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("no free port", failure);
    }
  }
}
