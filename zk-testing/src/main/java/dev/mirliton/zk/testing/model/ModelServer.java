package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A model server on a loopback port, in real time: up within milliseconds once its classes are
 * loaded, and gone as fast. What it has in place of a disk is kept from {@link #stop} to {@link
 * #start}.
 *
 * <p>It runs on one thread of its own, {@code zk-model-server}. Calls may come from any thread, and
 * wait for each other.
 *
 * @since 0.1
 */
public final class ModelServer implements TestServer {
  private final ModelOptions options;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile int port;

  /** Written by the thread of a run; by nobody between two runs. */
  private final DataTree disk = new DataTree();

  private @Nullable Run run; // guarded by lock
  private boolean closed; // guarded by lock

  /** From one start to the next stop. */
  private record Run(EventLoop loop, LoneServer server, Thread thread) {}

  private ModelServer(ModelOptions options) {
    this.options = options;
  }

  /** Starts a server of {@link ModelOptions#DEFAULT} on a port that is free. */
  public static ModelServer run() throws InterruptedException {
    return run(ModelOptions.DEFAULT);
  }

  /**
   * Starts a server on a port that is free.
   *
   * @throws IllegalStateException if it cannot open the port
   */
  public static ModelServer run(ModelOptions options) throws InterruptedException {
    ModelServer server = new ModelServer(options);
    server.start();
    return server;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void start() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (closed) {
        throw new IllegalStateException("the server is closed");
      }
      if (run == null) {
        run = open();
      }
    } catch (IOException failure) {
      throw new IllegalStateException("no model server on port " + port, failure);
    } finally {
      lock.unlock();
    }
  }

  private Run open() throws IOException {
    ServerSocketChannel acceptor = listen();
    EventLoop loop = new EventLoop();
    port = ((InetSocketAddress) acceptor.getLocalAddress()).getPort();
    LoneServer server = new LoneServer(loop, options, disk);
    loop.register(acceptor, SelectionKey.OP_ACCEPT, key -> accept(acceptor, server, loop));
    Thread thread = new Thread(loop, "zk-model-server");
    thread.setDaemon(true);
    thread.start();
    return new Run(loop, server, thread);
  }

  private ServerSocketChannel listen() throws IOException {
    ServerSocketChannel acceptor = ServerSocketChannel.open();
    try {
      // Its own former connections may linger on the port that it must have again.
      acceptor.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      return acceptor.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
    } catch (IOException failure) {
      acceptor.close();
      throw failure;
    }
  }

  private static void accept(ServerSocketChannel acceptor, LoneServer server, EventLoop loop) {
    try {
      SocketChannel socket = acceptor.accept();
      if (socket != null) {
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        new SocketClient(socket, server, loop);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void stop() throws InterruptedException {
    lock.lock();
    try {
      if (run != null) {
        Run ending = run;
        run = null;
        ending.loop.submit(
            () -> {
              ending.server.stop(); // What is agreed on stays where it is, in our disk.
              ending.loop.end();
            });
        ending.thread.join();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      stop();
    } catch (InterruptedException interrupted) {
      // It stops all the same, only nobody waits for its thread.
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "ModelServer[" + connectString() + "]";
  }
}
