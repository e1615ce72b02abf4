package dev.mirliton.zk.protocol.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A member of an ensemble, in a process of its own: its settings would leak into other servers. */
final class ServerProcess implements AutoCloseable {
  private static final int ATTEMPTS = 600;

  private final Process process;
  private final InetSocketAddress address;

  private ServerProcess(Process process, InetSocketAddress address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts member 1 of an ensemble, alone, and waits until it says that it is in {@code mode}.
   *
   * @param members how many members the ensemble has, this one included
   * @param settings further lines of its configuration
   * @param flags further flags of its JVM
   */
  static ServerProcess start(int members, String mode, List<String> settings, List<String> flags)
      throws IOException, InterruptedException {
    Path home = Files.createTempDirectory("server");
    Files.writeString(home.resolve("myid"), "1");
    int port = freePort();
    var config =
        new ArrayList<>(
            List.of(
                "tickTime=500",
                "initLimit=10",
                "syncLimit=4",
                "dataDir=" + home,
                "standaloneEnabled=false",
                "admin.enableServer=false",
                "4lw.commands.whitelist=*"));
    config.addAll(settings);
    for (int id = 1; id <= members; id++) {
      int clientPort = id == 1 ? port : freePort();
      config.add("server." + id + "=" + member(clientPort));
    }
    Path file = Files.write(home.resolve("zoo.cfg"), config);

    var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("org.apache.zookeeper.server.quorum.QuorumPeerMain");
    command.add(file.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log").toFile())
            .start();
    var server =
        new ServerProcess(process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    server.await(mode, home);
    return server;
  }

  /** Returns how a member on free ports of this machine is written. */
  static String member(int clientPort) throws IOException {
    return "127.0.0.1:" + freePort() + ":" + freePort() + ":participant;127.0.0.1:" + clientPort;
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  InetSocketAddress address() {
    return address;
  }

  private void await(String mode, Path home) throws IOException, InterruptedException {
    for (int i = 0; i < ATTEMPTS; i++) {
      if (status().contains("Mode: " + mode)) {
        return;
      }
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new IOException("the server ended: " + Files.readString(home.resolve("log")));
      }
    }
    close();
    throw new IOException("never in mode " + mode + ": " + Files.readString(home.resolve("log")));
  }

  private String status() {
    try (var socket = new Socket()) {
      socket.connect(address, 200);
      socket.setSoTimeout(200);
      socket.getOutputStream().write("srvr".getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    } catch (IOException notYet) {
      return "";
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
