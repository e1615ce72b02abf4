package dev.mirliton.zk.testing;

import dev.mirliton.zk.ZkClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one test, or one class for all its tests, was given: a server, a root on it, and clients.
 * The root is made and deleted without the client under test.
 */
final class TestScope implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TestScope.class);
  private static final Duration SESSION = Duration.ofSeconds(30);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 3;

  private final TestServer server;
  private final String root;
  private final Clients clients;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable ZkClient client; // guarded by lock

  private TestScope(TestServer server, String root, String handler) {
    this.server = server;
    this.root = root;
    this.clients = new Clients(server, root, handler);
  }

  static TestScope open(TestServer server, String root, String handler) {
    try (WireSession session = WireSession.open(server.address(), SESSION, LIMIT)) {
      int error = session.create(root, WireSession.CreateFlag.PERSISTENT);
      if (error != WireSession.OK) {
        throw new IllegalStateException("no root for a test: error " + error + " for " + root);
      }
      session.end();
    } catch (IOException failure) {
      throw new UncheckedIOException("no root for a test on " + server, failure);
    }
    return new TestScope(server, root, handler);
  }

  TestServer server() {
    return server;
  }

  Clients clients() {
    return clients;
  }

  /** Returns the client; the first call connects it. */
  ZkClient client() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (client == null) {
        client = clients.connect();
      }
      return client;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    try {
      clients.close();
    } finally {
      cleanUp();
    }
  }

  private void cleanUp() {
    try {
      server.start(); // The test may have stopped it; the next one counts on it.
      deleteRoot();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a server starts again", interrupted);
    }
  }

  // What stays behind is in nobody's way: no root is used twice.
  private void deleteRoot() {
    try (WireSession session = WireSession.open(server.address(), SESSION, LIMIT)) {
      int error = session.deleteTree(root);
      for (int left = ATTEMPTS; left > 1 && error == WireSession.NOT_EMPTY; left--) {
        error = session.deleteTree(root); // Somebody still writes there, or did until just now.
      }
      if (error != WireSession.OK && error != WireSession.NO_NODE) {
        LOG.info("a test's root stays behind: error {} for {}", error, root);
      }
      session.end();
    } catch (IOException failure) {
      LOG.info("a test's root stays behind: {}", root, failure);
    }
  }
}
