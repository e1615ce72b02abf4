package dev.mirliton.zk.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The sockets that this process has open just now, as Linux tells; without those of embedded
 * servers. Elsewhere there is no telling.
 */
final class OpenSockets {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));

  // Columns of the kernel's tables: "0: 0100007F:1F90 00000000:0000 0A … inode …"
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int INODE = 9;

  // "…: 00000002 00000000 00010000 0001 01 inode path"
  private static final Path LOCAL_TABLE = Path.of("/proc/self/net/unix");
  private static final int LOCAL_INODE = 6;
  private static final int LOCAL_PATH = 7;
  private static final int HEX = 16;

  private OpenSockets() {}

  /** A socket that has an address; ports are 0 where it has none. */
  private record Ends(int localPort, int remotePort) {
    @Override
    public String toString() {
      return remotePort == 0
          ? "listening on port " + localPort
          : "from port " + localPort + " to port " + remotePort;
    }
  }

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

  /**
   * Returns what each is, by a name that is not given again soon: {@code socket:[4711]}. Empty
   * where there is no telling.
   */
  static Map<String, String> now() {
    Map<String, String> sockets = new TreeMap<>();
    if (!canTell()) {
      return sockets;
    }
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
      Map<String, Ends> connected = ends();
      Set<String> toolsOfTheJdk = attachSockets();
      for (Path descriptor : descriptors) {
        String name = nameOf(descriptor);
        Ends ends = connected.get(name);
        if (ends != null && !isOfAServer(ends.localPort())) {
          sockets.put(name, "socket " + ends);
        } else if (ends == null && name.startsWith("socket:") && !toolsOfTheJdk.contains(name)) {
          sockets.put(name, name);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot list " + DESCRIPTORS, failure);
    }
    return sockets;
  }

  private static boolean isOfAServer(int port) {
    return ServerInstance.anyListensOn(port) || EmbeddedKdc.anyListensOn(port);
  }

  private static Map<String, Ends> ends() throws IOException {
    Map<String, Ends> found = new HashMap<>();
    for (Path table : TABLES) {
      // A kernel without IPv6 has one table only. The first line is a heading.
      if (Files.isReadable(table)) {
        Files.readAllLines(table).stream()
            .skip(1)
            .map(line -> line.strip().split("\\s+"))
            .forEach(
                row ->
                    found.put(
                        "socket:[" + row[INODE] + "]",
                        new Ends(port(row[LOCAL]), port(row[REMOTE]))));
      }
    }
    return found;
  }

  /** Where tools like jcmd come in: opened when the first one comes, and kept for good. */
  private static Set<String> attachSockets() throws IOException {
    if (!Files.isReadable(LOCAL_TABLE)) {
      return Set.of();
    }
    return Files.readAllLines(LOCAL_TABLE).stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(row -> row.length > LOCAL_PATH && row[LOCAL_PATH].contains("/.java_pid"))
        .map(row -> "socket:[" + row[LOCAL_INODE] + "]")
        .collect(Collectors.toSet());
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), HEX);
  }

  private static String nameOf(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }
}
