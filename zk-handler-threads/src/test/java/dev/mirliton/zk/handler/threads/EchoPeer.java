package dev.mirliton.zk.handler.threads;

import dev.mirliton.zk.spi.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Accepts one connection and sends back what comes, and what a test pushes. */
final class EchoPeer implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final CompletableFuture<Socket> accepted = new CompletableFuture<>();

  EchoPeer() throws IOException {
    Thread.ofPlatform().daemon().name("echo").start(this::echo);
  }

  private void echo() {
    byte[] bytes = new byte[64 * 1024];
    try (Socket socket = server.accept()) {
      socket.setTcpNoDelay(true);
      accepted.complete(socket);
      int count = socket.getInputStream().read(bytes);
      while (count >= 0) {
        socket.getOutputStream().write(bytes, 0, count);
        count = socket.getInputStream().read(bytes);
      }
    } catch (IOException over) {
      accepted.completeExceptionally(over); // nobody listens any more if it was accepted
    }
  }

  Endpoint endpoint() {
    return Endpoint.plain((InetSocketAddress) server.getLocalSocketAddress());
  }

  /** Sends what was not asked for. */
  void push(byte[] bytes) {
    try {
      accepted.orTimeout(30, TimeUnit.SECONDS).join().getOutputStream().write(bytes);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
