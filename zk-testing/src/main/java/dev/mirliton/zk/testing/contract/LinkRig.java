package dev.mirliton.zk.testing.contract;

import dev.mirliton.zk.spi.Endpoint;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.testing.World;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A handler, a server socket on the loopback address, and the logs of what links told. Closing it
 * closes the handler and then asks every log whether the rules were kept.
 */
final class LinkRig implements AutoCloseable {
  private final Handler handler;
  private final ServerSocket server;
  private final Endpoint endpoint;
  private final List<ListenerLog> logs = new CopyOnWriteArrayList<>();
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();

  LinkRig(HandlerSubject subject) throws IOException {
    this(subject, subject.options());
  }

  LinkRig(HandlerSubject subject, HandlerOptions options) throws IOException {
    this(subject, options, World.current().serverSocket(), null);
  }

  LinkRig(
      HandlerSubject subject,
      HandlerOptions options,
      ServerSocket unbound,
      Endpoint.@Nullable TlsEngines tls)
      throws IOException {
    server = unbound;
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2048);
    server.setSoTimeout((int) Concurrently.limit().toMillis());
    endpoint = new Endpoint((InetSocketAddress) server.getLocalSocketAddress(), tls);
    handler = subject.provider().create(options);
  }

  Handler handler() {
    return handler;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** Connects to the rig's server. */
  Link connect(ListenerLog log) {
    return connect(log, endpoint);
  }

  Link connect(ListenerLog log, Endpoint to) {
    track(log);
    return handler.connect(to, Concurrently.limit(), log);
  }

  /** Has {@code log} verified when this rig is closed. */
  void track(ListenerLog log) {
    logs.add(log);
  }

  /** Returns the next connection's other end; its reads give up after the usual limit. */
  Socket accept() throws IOException {
    Socket peer = server.accept();
    accepted.add(peer);
    peer.setSoTimeout((int) Concurrently.limit().toMillis());
    peer.setTcpNoDelay(true);
    return peer;
  }

  /** Connects, waits until the link is open, and returns its other end. */
  Socket open(ListenerLog log) throws IOException, InterruptedException {
    connect(log);
    Socket peer = accept();
    log.awaitOpen();
    return peer;
  }

  /** From now on every connection gets back what it sends. */
  void echo() {
    Concurrently.beginVirtual(
        () -> {
          while (!server.isClosed()) {
            Socket peer = accept();
            Concurrently.beginVirtual(() -> echo(peer));
          }
        });
  }

  private static void echo(Socket peer) throws IOException {
    try (peer) {
      InputStream in = peer.getInputStream();
      OutputStream out = peer.getOutputStream();
      byte[] buffer = new byte[16 * 1024];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
      }
    }
  }

  @Override
  public void close() throws IOException {
    handler.close();
    server.close();
    for (Socket peer : accepted) {
      peer.close();
    }
    logs.forEach(ListenerLog::verify);
  }
}
