package dev.mirliton.zk.it.ensemble;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import com.sun.management.OperatingSystemMXBean;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.spi.Handlers;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.ServerProcess;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Many clients of one process that share a handler and do nothing, and what they cost. */
final class IdleSessions implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** As many may connect at once: servers keep a queue of no more. */
  private static final int WAVE = 200;

  private static final AtomicInteger HANDLERS = new AtomicInteger();

  private final String name = "idle" + HANDLERS.incrementAndGet();
  private final Handler handler;
  private final ZkOptions options;
  private final List<ZkClient> clients = new ArrayList<>();
  private final List<ZkSession> sessions = new ArrayList<>();
  private final AtomicInteger doubts = new AtomicInteger();

  /**
   * Opens a handler without clients.
   *
   * @param timeout of each session
   */
  IdleSessions(String handler, ServerProcess server, Duration timeout) {
    this.handler = Handlers.choose(handler).create(HandlerOptions.DEFAULT.named(name));
    options =
        ZkOptions.to(server.connectString())
            .handler(this.handler)
            .sessionTimeout(timeout)
            .connectTimeout(Duration.ofSeconds(10))
            .handshakeTimeout(Duration.ofSeconds(10))
            .build();
  }

  /**
   * What there was at one moment.
   *
   * @param platformThreads of the handler
   * @param virtualThreads of the handler
   * @param heapBytes used after a collection
   * @param directBytes in direct buffers
   * @param cpuNs that this process has used so far
   */
  record Usage(
      int platformThreads, int virtualThreads, long heapBytes, long directBytes, long cpuNs) {}

  /** Opens so many more. */
  void open(int count) throws InterruptedException {
    for (int left = count; left > 0; left -= WAVE) {
      List<ZkClient> wave = new ArrayList<>();
      for (int i = 0; i < Math.min(left, WAVE); i++) {
        wave.add(ZkClient.start(options));
      }
      clients.addAll(wave);
      for (ZkClient client : wave) {
        client.awaitConnected(LIMIT);
        client.onStateChange(this::count);
        sessions.add(EnsembleSuite.session(client));
      }
    }
  }

  /** Lets time pass. */
  void idle(Duration time) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    handler.schedule(time, over::countDown);
    over.await();
  }

  private void count(StateChange change) {
    if (change.state() == ConnectionState.SUSPENDED) {
      doubts.incrementAndGet();
    }
  }

  /** Returns how often a connection was given up: on a busy machine a server may be that slow. */
  int doubts() {
    return doubts.get();
  }

  /** Waits until every session that was opened is certainly alive. */
  void awaitAlive() throws InterruptedException {
    Await.until("all sessions to be alive", LIMIT, () -> alive() == sessions.size());
  }

  private int alive() {
    int count = 0;
    for (int i = 0; i < sessions.size(); i++) {
      boolean same = clients.get(i).session() == sessions.get(i);
      count += same && sessions.get(i).isAlive() ? 1 : 0;
    }
    return count;
  }

  /** Looks what there is. */
  Usage usage() throws IOException {
    System.gc();
    return new Usage(
        platformThreads().size(),
        virtualThreads(),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        directBytes(),
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime());
  }

  /** Returns the names of the handler's platform threads. */
  List<String> platformThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(each -> each.startsWith(name + "-"))
        .sorted()
        .toList();
  }

  // A thread dump to a file is the only list of virtual threads that the JDK gives.
  private int virtualThreads() throws IOException {
    Path dump = Files.createTempDirectory("idle-sessions").resolve("threads");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
    try (Stream<String> lines = Files.lines(dump)) {
      return (int)
          lines
              .filter(line -> line.contains("\"" + name + "-") && line.contains(" virtual"))
              .count();
    } finally {
      Files.delete(dump);
      Files.delete(dump.getParent());
    }
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  @Override
  public void close() {
    try (ExecutorService closers = Executors.newVirtualThreadPerTaskExecutor()) {
      clients.forEach(client -> closers.submit(client::close));
    }
    handler.close();
  }
}
