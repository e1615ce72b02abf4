package dev.mirliton.zk.testing;

import java.io.File;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a server inside this JVM, by reflection on its classes. Its threads are born in a
 * thread group of their own: that is how a leak check knows them, and how we know that they are
 * gone.
 */
final class ServerInstance {
  /** The name of the thread group of every embedded server. */
  static final String THREAD_GROUP = "zk-embedded-server";

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int SHORTEST_SESSION_MS = 500;
  private static final int LONGEST_SESSION_MS = 60_000;
  private static final int SWEEP_INTERVAL_MS = 200;

  /** Read while a server starts, and put back afterwards. */
  private static final Map<String, String> WHILE_STARTING =
      Map.of(
          "zookeeper.forceSync", "no",
          "zookeeper.4lw.commands.whitelist", "*",
          "zookeeper.nio.numSelectorThreads", "1",
          "zookeeper.nio.numWorkerThreads", "2",
          "zookeeper.nio.shutdownTimeout", "1000",
          // 64 MB of log file for a dozen requests otherwise.
          "zookeeper.preAllocSize", "64");

  /** Read whenever a znode with a time to live is made, so it stays. */
  private static final String TTL = "zookeeper.extendedTypesEnabled";

  /** One server at a time may see the properties that it starts by. */
  private static final ReentrantLock PROPERTIES = new ReentrantLock();

  /** All that run in this JVM, for the leak check: sockets have no group to be known by. */
  private static final Set<ServerInstance> RUNNING = ConcurrentHashMap.newKeySet();

  private final ThreadGroup threads;
  private final ClassLoader loader;
  private final Object server;
  private final Object connections;
  private final Object sweeper;
  private final int port;

  private ServerInstance(ThreadGroup threads, ServerClasses classes, Path data, int port)
      throws ReflectiveOperationException {
    this.threads = threads;
    this.loader = classes.loader();
    neverExit(classes);
    Class<?> serverClass = classes.named("org.apache.zookeeper.server.ZooKeeperServer");
    server =
        serverClass
            .getConstructor(File.class, File.class, int.class)
            .newInstance(
                data.toFile(), data.toFile(), Math.toIntExact(EmbeddedServer.TICK.toMillis()));
    serverClass.getMethod("setMinSessionTimeout", int.class).invoke(server, SHORTEST_SESSION_MS);
    serverClass.getMethod("setMaxSessionTimeout", int.class).invoke(server, LONGEST_SESSION_MS);
    Class<?> factoryClass = classes.named("org.apache.zookeeper.server.ServerCnxnFactory");
    connections =
        factoryClass
            .getMethod("createFactory", InetSocketAddress.class, int.class)
            .invoke(null, new InetSocketAddress("127.0.0.1", port), 0);
    factoryClass.getMethod("startup", serverClass).invoke(connections, server);
    this.port = (int) factoryClass.getMethod("getLocalPort").invoke(connections);
    sweeper = sweeper(classes, serverClass);
  }

  /** Starts a server on a port, or on any if it is 0. */
  static ServerInstance start(ServerClasses classes, Path data, int port)
      throws InterruptedException {
    PROPERTIES.lockInterruptibly();
    try {
      Map<String, String> before = new HashMap<>();
      WHILE_STARTING.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
      System.setProperty(TTL, "true");
      try {
        ThreadGroup threads = new ThreadGroup(THREAD_GROUP);
        ServerInstance started =
            within(
                threads, classes.loader(), () -> new ServerInstance(threads, classes, data, port));
        RUNNING.add(started);
        // The list of allowed commands is read at the first command: it must come before we put
        // back.
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", started.port);
        Await.reaches(LIMIT, () -> FourLetterWord.isServing(address));
        return started;
      } finally {
        before.forEach(ServerInstance::putBack);
      }
    } finally {
      PROPERTIES.unlock();
    }
  }

  /** Whether the port is that of an embedded server in this JVM. */
  static boolean anyListensOn(int port) {
    return RUNNING.stream().anyMatch(server -> server.port == port);
  }

  /**
   * Lets every embedded server let go of sockets that it has closed: it keeps the descriptor of the
   * last one until its selector next wakes up.
   */
  static void tidyAll() {
    RUNNING.forEach(ServerInstance::tidy);
  }

  private void tidy() {
    try {
      Field field = connections.getClass().getDeclaredField("selectorThreads");
      field.setAccessible(true);
      for (Object selector : (Set<?>) field.get(connections)) {
        Method wakeUp = selector.getClass().getMethod("wakeupSelector");
        wakeUp.setAccessible(true);
        wakeUp.invoke(selector);
      }
    } catch (ReflectiveOperationException failure) {
      throw new IllegalStateException("not a server of the 3.9 line", failure);
    }
  }

  int port() {
    return port;
  }

  /** Stops the server, and returns when its threads are gone. */
  void stop() throws InterruptedException {
    within(
        threads,
        loader,
        () -> {
          sweeper.getClass().getMethod("stop").invoke(sweeper);
          connections.getClass().getMethod("shutdown").invoke(connections);
          Object log = server.getClass().getMethod("getTxnLogFactory").invoke(server);
          log.getClass().getMethod("close").invoke(log);
          return true;
        });
    if (!Await.reaches(LIMIT, () -> threads.activeCount() == 0)) {
      throw new IllegalStateException("threads of the embedded server live on after " + LIMIT);
    }
    RUNNING.remove(this);
  }

  /** What deletes empty containers and outlived znodes; only a server's own main starts it. */
  private Object sweeper(ServerClasses classes, Class<?> serverClass)
      throws ReflectiveOperationException {
    Field processor = serverClass.getDeclaredField("firstProcessor");
    processor.setAccessible(true);
    Class<?> sweeperClass = classes.named("org.apache.zookeeper.server.ContainerManager");
    Object made =
        sweeperClass
            .getConstructor(
                classes.named("org.apache.zookeeper.server.ZKDatabase"),
                classes.named("org.apache.zookeeper.server.RequestProcessor"),
                int.class,
                int.class,
                long.class)
            .newInstance(
                serverClass.getMethod("getZKDatabase").invoke(server),
                processor.get(server),
                SWEEP_INTERVAL_MS,
                100_000,
                0L);
    sweeperClass.getMethod("start").invoke(made);
    return made;
  }

  // A server in despair ends its JVM, and ours with it.
  private static void neverExit(ServerClasses classes) throws ReflectiveOperationException {
    Class<?> exits = classes.named("org.apache.zookeeper.util.ServiceUtils");
    Method set = exits.getMethod("setSystemExitProcedure", Consumer.class);
    set.invoke(null, exits.getField("LOG_ONLY").get(null));
  }

  private static void putBack(String name, @Nullable String value) {
    if (value == null) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, value);
    }
  }

  private static <T> T within(ThreadGroup threads, ClassLoader loader, Callable<T> action)
      throws InterruptedException {
    FutureTask<T> task = new FutureTask<>(action);
    Thread thread = new Thread(threads, task, "zk-embedded-server-control");
    thread.setDaemon(true);
    thread.setContextClassLoader(loader);
    thread.start();
    try {
      return task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new IllegalStateException("the embedded server hangs", late);
    } catch (ExecutionException failure) {
      Throwable cause = failure.getCause();
      Throwable reason = cause instanceof InvocationTargetException ? cause.getCause() : cause;
      throw new IllegalStateException("the embedded server failed: " + reason, reason);
    }
  }
}
