package dev.mirliton.zk.testing;

import java.net.InetSocketAddress;

/**
 * A ZooKeeper server that a test may stop and start as it likes. Its data and its port outlive
 * {@link #stop}; {@link #close} ends both.
 *
 * <p>In a simulated world it is the model ensemble of that world, all servers as one.
 *
 * <p>Meant for the thread of the test; implementations allow calls from several, one at a time.
 *
 * @since 0.1
 */
public interface TestServer extends AutoCloseable {

  /** Returns the port, the same through every restart. */
  int port();

  /** Returns where clients connect: a loopback address, if the server is real. */
  default InetSocketAddress address() {
    return new InetSocketAddress("127.0.0.1", port());
  }

  /** Returns what to give to a client: {@code 127.0.0.1:port}, if the server is real. */
  default String connectString() {
    return "127.0.0.1:" + port();
  }

  /**
   * Whether the server answers {@code srvr} with a mode, which it does only when it serves clients.
   * Asks the server, and waits for its answer for at most 200 ms.
   */
  default boolean isReady() {
    return FourLetterWord.isServing(address());
  }

  /**
   * Starts the server with the data it had, and waits until it is ready. Does nothing if it runs.
   *
   * @throws IllegalStateException if it does not become ready, saying why; or after close
   */
  void start() throws InterruptedException;

  /**
   * Stops the server in order, as an operator would, and waits until it is gone. Sessions live on
   * in its data. Does nothing if it does not run.
   */
  void stop() throws InterruptedException;

  /** Stops the server and starts it on the same port with the same data. */
  default void restart() throws InterruptedException {
    stop();
    start();
  }

  /** Stops the server and deletes its data. Idempotent. */
  @Override
  void close();
}
