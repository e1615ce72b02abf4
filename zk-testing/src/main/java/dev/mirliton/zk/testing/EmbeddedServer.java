package dev.mirliton.zk.testing;

import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A real server in the test's own JVM: up in milliseconds, gone in milliseconds, on a port of its
 * own, silent. Made for servers of the 3.9 line.
 *
 * <p>Sessions of half a second to a minute are granted and expire with a grain of {@link #TICK};
 * containers and znodes with a time to live are supported and swept several times a second. Nothing
 * is synced to disk, yet {@link #stop} and {@link #start} keep the data.
 *
 * <p>What needs server settings of its own (TLS, SASL, an ensemble), another version, or a death
 * without warning, needs a {@link ServerProcess}: a server reads much of its configuration from the
 * system properties that it shares with this JVM.
 *
 * <p>Calls may come from any thread, and wait for each other.
 *
 * @since 0.1
 */
public final class EmbeddedServer implements TestServer {
  /** The server's unit of time. */
  public static final Duration TICK = Duration.ofMillis(250);

  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final Duration BIND_LIMIT = Duration.ofSeconds(5);

  private final ReentrantLock lock = new ReentrantLock();
  private final ServerClasses classes;
  private final TempDirectory directory;
  private final Path data;
  private volatile int port;
  private @Nullable ServerInstance running; // guarded by lock
  private boolean closed; // guarded by lock

  private EmbeddedServer(ServerClasses classes) {
    this.classes = classes;
    this.directory = TempDirectory.create();
    this.data = directory.make("data");
  }

  /**
   * Starts a server on a port that is free, and waits until it is ready.
   *
   * @throws IllegalStateException if there is no server on the class path, or it does not start
   */
  public static EmbeddedServer run() throws InterruptedException {
    EmbeddedServer server = new EmbeddedServer(ServerClasses.ofThisJvm());
    try {
      server.start();
      return server;
    } catch (Throwable failure) {
      server.close();
      throw failure;
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void start() throws InterruptedException {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the server is closed");
      }
      if (running == null) {
        running = instance();
        port = running.port();
        if (!Await.reaches(START_LIMIT, this::isReady)) {
          throw new IllegalStateException("the embedded server is not ready after " + START_LIMIT);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  // Somebody may hold the old port for a moment, be it as the near end of a connection.
  private ServerInstance instance() throws InterruptedException {
    Attempt attempt = new Attempt();
    Await.reaches(BIND_LIMIT, attempt::succeedsOrIsHopeless);
    if (attempt.started == null) {
      throw new IllegalStateException("no embedded server on port " + port, attempt.failure);
    }
    return attempt.started;
  }

  private final class Attempt {
    private @Nullable ServerInstance started;
    private @Nullable IllegalStateException failure;

    boolean succeedsOrIsHopeless() throws InterruptedException {
      try {
        started = ServerInstance.start(classes, data, port);
        return true;
      } catch (IllegalStateException why) {
        failure = why;
        return !(why.getCause() instanceof BindException);
      }
    }
  }

  @Override
  public void stop() throws InterruptedException {
    lock.lock();
    try {
      if (running != null) {
        running.stop();
        running = null;
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
      // The server stops all the same, only nobody waits for its threads.
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    directory.close();
  }

  @Override
  public String toString() {
    return "EmbeddedServer[" + connectString() + "]";
  }
}
