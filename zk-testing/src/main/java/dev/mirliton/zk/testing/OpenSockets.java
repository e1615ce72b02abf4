package dev.mirliton.zk.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * The sockets that this process has open just now, as Linux tells. Elsewhere there is no telling.
 */
final class OpenSockets {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private OpenSockets() {}

  static boolean canTell() {
    return Files.isDirectory(DESCRIPTORS);
  }

  /**
   * Lets the JDK open the sockets that it keeps for good with the first of each kind: they are no
   * leaks.
   */
  static void warmUp() {
    try (Selector selector = Selector.open();
        SocketChannel channel = SocketChannel.open();
        Socket socket = new Socket()) {
      socket.bind(null);
      channel.configureBlocking(false);
      channel.register(selector, 0);
    } catch (IOException failure) {
      throw new UncheckedIOException("no sockets", failure);
    }
  }

  /** Returns their names, which are never given twice: {@code socket:[4711]}; none if untold. */
  static Set<String> now() {
    Set<String> sockets = new TreeSet<>();
    if (!canTell()) {
      return sockets;
    }
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path descriptor : descriptors) {
        String name = nameOf(descriptor);
        if (name.startsWith("socket:")) {
          sockets.add(name);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot list " + DESCRIPTORS, failure);
    }
    return sockets;
  }

  private static String nameOf(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }
}
