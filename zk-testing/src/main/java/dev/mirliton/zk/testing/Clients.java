package dev.mirliton.zk.testing;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes clients for a test, and closes them after it, the last one first. A client that the test
 * closes by itself does no harm. Thread-safe.
 *
 * @since 0.1
 */
public final class Clients {
  private final TestServer server;
  private final String root;
  private final String handler;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<ZkClient> made = new ArrayDeque<>(); // guarded by lock
  private boolean closed; // guarded by lock

  Clients(TestServer server, String root, String handler) {
    this.server = server;
    this.root = root;
    this.handler = handler;
  }

  /** Returns the path under which this test's clients begin. */
  public String root() {
    return root;
  }

  /** Returns how to connect to the test's server and root with the test's handler. */
  public ZkOptions.Builder options() {
    return optionsFor(server.connectString());
  }

  /** Returns how to connect to the test's root by another way: {@link FaultProxy}. */
  public ZkOptions.Builder options(FaultProxy proxy) {
    return optionsFor(proxy.connectString());
  }

  /** Returns how to connect to the test's root by another way: {@link WireProxy}. */
  public ZkOptions.Builder options(WireProxy proxy) {
    return optionsFor(proxy.connectString());
  }

  private ZkOptions.Builder optionsFor(String hosts) {
    ZkOptions.Builder options = ZkOptions.to(hosts).root(root);
    return handler.isEmpty() ? options : options.handler(handler);
  }

  /** Makes a client and waits until it is connected. */
  public ZkClient connect() throws InterruptedException {
    return connect(options().build());
  }

  /** Makes a client that differs in something, and waits until it is connected. */
  public ZkClient connect(UnaryOperator<ZkOptions.Builder> difference) throws InterruptedException {
    return connect(difference.apply(options()).build());
  }

  /** Makes a client and waits until it is connected. */
  public ZkClient connect(ZkOptions options) throws InterruptedException {
    return keep(ZkClient.connect(options));
  }

  /** Makes a client and does not wait until it is connected. */
  public ZkClient start(ZkOptions options) {
    return keep(ZkClient.start(options));
  }

  private ZkClient keep(ZkClient client) {
    lock.lock();
    try {
      if (!closed) {
        made.push(client);
        return client;
      }
    } finally {
      lock.unlock();
    }
    client.close();
    throw new IllegalStateException("the test is over");
  }

  /** Closes every client, also those behind one that fails to close. */
  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    @Nullable RuntimeException failure = null;
    for (ZkClient client : made) {
      try {
        client.close();
      } catch (RuntimeException unclean) {
        if (failure == null) {
          failure = unclean;
        } else {
          failure.addSuppressed(unclean);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
