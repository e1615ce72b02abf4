package dev.mirliton.zk.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A real server in a JVM of its own: of any version, with any settings, and mortal. It can be
 * killed without warning, frozen and thawed, and started again on the same port with the same data.
 *
 * <p>Freezing needs the {@code kill} command of Unix. A server that nobody closed is killed when
 * this JVM ends.
 *
 * <p>Calls may come from any thread, and wait for each other.
 *
 * @since 0.1
 */
public final class ServerProcess implements TestServer {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final int STARTS_TO_TRY = 4;
  private static final int TAIL_LINES = 40;
  private static final String LOGGING =
      """
      <configuration>
        <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%d{HH:mm:ss.SSS} %-5level %logger{0} %msg%n</pattern></encoder>
        </appender>
        <root level="INFO"><appender-ref ref="out"/></root>
      </configuration>
      """;

  /** The same for releases before 3.4. */
  private static final String LOG4J =
      """
      log4j.rootLogger=INFO, out
      log4j.appender.out=org.apache.log4j.ConsoleAppender
      log4j.appender.out.layout=org.apache.log4j.PatternLayout
      log4j.appender.out.layout.ConversionPattern=%d{HH:mm:ss,SSS} %-5p %c{1} %m%n
      """;

  private final ReentrantLock lock = new ReentrantLock();
  private final ServerSetup setup;
  private final TempDirectory directory = TempDirectory.create();
  private final Thread lastWill = new Thread(this::bury, "zk-server-last-will");
  private volatile int port;
  private volatile int securePort; // 0 without TLS
  private volatile @Nullable Process process; // written under lock
  private volatile boolean frozen;
  private boolean hasLived; // guarded by lock; from then on the port is a promise
  private boolean closed; // guarded by lock

  ServerProcess(ServerSetup setup) {
    this.setup = setup;
    Runtime.getRuntime().addShutdownHook(lastWill);
  }

  /** Describes a server. */
  public static ServerSetup with() {
    return new ServerSetup();
  }

  /**
   * Starts a server like the one that came with this module, and waits until it is ready.
   *
   * @throws IllegalStateException if there is none on the class path, or it does not start
   */
  public static ServerProcess run() throws InterruptedException {
    return with().run();
  }

  /** Returns the port; 0 before the first start unless the setup names one. */
  @Override
  public int port() {
    return port == 0 ? setup.port() : port;
  }

  /**
   * Returns where clients connect through TLS.
   *
   * @throws IllegalStateException if {@link ServerSetup#tls} was not called, or before the start
   */
  public InetSocketAddress secureAddress() {
    if (securePort == 0) {
      throw new IllegalStateException("the server speaks no TLS: its setup says nothing of it");
    }
    return new InetSocketAddress("127.0.0.1", securePort);
  }

  /** Returns what to give to a client that connects through TLS: {@code 127.0.0.1:port}. */
  public String secureConnectString() {
    return "127.0.0.1:" + secureAddress().getPort();
  }

  /** Whether the server serves clients, and listens for those with TLS if it is to. */
  @Override
  public boolean isReady() {
    return TestServer.super.isReady()
        && (securePort == 0 || FourLetterWord.isListening(secureAddress()));
  }

  /** Returns the file with all that the server printed, in all its lives. */
  public Path log() {
    return directory.path().resolve("server.log");
  }

  /** Returns the directory with {@code zoo.cfg} and the data, for files that settings name. */
  public Path directory() {
    return directory.path();
  }

  /** Whether the process is alive, be it frozen. */
  public boolean isAlive() {
    Process current = process;
    return current != null && current.isAlive();
  }

  /** Whether the process is alive and frozen. */
  public boolean isFrozen() {
    Process current = process;
    return frozen && current != null && current.isAlive();
  }

  @Override
  public void start() throws InterruptedException {
    lock.lock();
    try {
      for (int left = STARTS_TO_TRY; ; left--) {
        launch();
        if (becomesReady()) {
          hasLived = true;
          return;
        }
        endProcess();
        String tail = tail();
        if (left == 1 || !tail.contains("Address already in use")) {
          throw new IllegalStateException(
              "the server on port " + port + " did not start:\n" + tail);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Starts the process and does not wait until it is ready: alone, a server of an ensemble never
   * is. Does nothing if it is alive.
   */
  public void launch() {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the server is closed");
      }
      if (isAlive()) {
        return;
      }
      if (!hasLived) {
        configure();
      }
      frozen = false;
      process =
          new ProcessBuilder(setup.command(directory.path()))
              .directory(directory.path().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException failure) {
      throw new UncheckedIOException("no process for a server", failure);
    } finally {
      lock.unlock();
    }
  }

  private void configure() {
    port = setup.port() > 0 ? setup.port() : FreePort.find();
    directory.write("server.log", ""); // The trouble of the last try is not this one's.
    directory.write("zoo.cfg", setup.zooCfg(directory.make("data"), port, tlsSettings()));
    directory.write("logback.xml", LOGGING);
    directory.write("log4j.properties", LOG4J);
    setup.files().forEach(directory::write);
    if (setup.id() != null) {
      writeId();
      hasLived = true; // An ensemble knows its members by their ports.
    }
  }

  private void writeId() {
    Integer id = setup.id();
    if (id != null) {
      directory.write("data/myid", id.toString());
    }
  }

  private Map<String, String> tlsSettings() {
    ServerTls tls = setup.tls();
    if (tls == null) {
      return Map.of();
    }
    securePort = FreePort.find();
    return tls.settings(directory.path(), securePort);
  }

  /**
   * Runs a server of another version from its next start on, with the same settings and data. It
   * need not be a newer one, but not every old one reads what a new one wrote.
   *
   * @throws IllegalArgumentException if it is no version
   * @throws IllegalStateException if it is not on this machine and cannot be fetched
   * @see ServerClasspath#ofVersion
   */
  public void changeVersion(String version) {
    lock.lock();
    try {
      setup.version(version);
    } finally {
      lock.unlock();
    }
  }

  private boolean becomesReady() throws InterruptedException {
    return Await.reaches(setup.startLimit(), () -> !isAlive() || isReady()) && isAlive();
  }

  /** Stops the server with SIGTERM, thawing it first, and with SIGKILL if that does not help. */
  @Override
  public void stop() throws InterruptedException {
    lock.lock();
    try {
      Process current = process;
      if (current != null && current.isAlive()) {
        current.destroy();
        signal("CONT", current);
        frozen = false;
        if (!current.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
          kill();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Kills the server without warning, as {@code kill -9} does, and waits until it is dead. */
  public void kill() throws InterruptedException {
    lock.lock();
    try {
      Process current = process;
      if (current != null) {
        current.destroyForcibly().waitFor();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Deletes what a dead server kept on its disk: it starts again as one that never lived. A member
   * of an ensemble keeps its id and gets the data from the others.
   *
   * @throws IllegalStateException if it is alive
   */
  public void eraseData() {
    lock.lock();
    try {
      if (isAlive()) {
        throw new IllegalStateException("the server on port " + port() + " is alive");
      }
      directory.empty("data");
      writeId();
    } finally {
      lock.unlock();
    }
  }

  /** Clients are served on another port from now on: an ensemble was told so. */
  void movedTo(int newPort) {
    port = newPort;
  }

  /**
   * Freezes the server: it holds its connections and says nothing.
   *
   * @throws IllegalStateException if it is not alive, or this is not Unix
   */
  public void freeze() throws InterruptedException {
    Process freezing = living();
    frozen = true;
    signal("STOP", freezing);
    // Until the signal has reached every thread, some may go on answering.
    Await.until("the server to stand still", STOP_LIMIT, () -> Standstill.of(freezing.pid()));
  }

  /**
   * Thaws a frozen server. Sessions that were not heard of meanwhile are about to expire.
   *
   * @throws IllegalStateException if it is not alive, or this is not Unix
   */
  public void thaw() throws InterruptedException {
    signal("CONT", living());
    frozen = false;
  }

  private Process living() {
    Process current = process;
    if (current == null || !current.isAlive()) {
      throw new IllegalStateException("the server on port " + port() + " is not alive");
    }
    return current;
  }

  private static void signal(String name, Process target) throws InterruptedException {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(target.pid()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      // A target that died meanwhile needs no signal.
      if (kill.waitFor() != 0 && target.isAlive()) {
        throw new IllegalStateException("kill -" + name + " failed");
      }
    } catch (IOException failure) {
      throw new IllegalStateException("no kill command on this system", failure);
    }
  }

  private void endProcess() {
    Process current = process;
    if (current == null) {
      return;
    }
    try {
      current.destroyForcibly().waitFor();
    } catch (InterruptedException interrupted) {
      // It dies all the same, only nobody waits for it.
      Thread.currentThread().interrupt();
    }
  }

  private void bury() {
    endProcess();
    directory.close();
  }

  /** Returns the end of the log. */
  String tail() {
    try {
      List<String> lines = Files.readAllLines(log(), StandardCharsets.UTF_8);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException failure) {
      return "(no log: " + failure + ")";
    }
  }

  /** Kills the server and deletes its data and its log. Idempotent. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        bury();
        Runtime.getRuntime().removeShutdownHook(lastWill);
      }
    } catch (IllegalStateException shuttingDown) {
      // Then the last will does no harm.
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "ServerProcess[" + connectString() + "]";
  }
}
