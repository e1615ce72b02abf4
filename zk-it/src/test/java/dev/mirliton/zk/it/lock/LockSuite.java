package dev.mirliton.zk.it.lock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.ReconnectPolicy;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.recipes.lock.ZkLock;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.Clients;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.TestServer;
import dev.mirliton.zk.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/** What every test of a lock has at hand: a server, clients, and another view of the queue. */
@SuppressWarnings("NullAway.Init") // JUnit sets them
abstract class LockSuite {
  /** A line that breaks again and again looks like another client's doing, which slows down. */
  private static final ReconnectPolicy SOON =
      new ReconnectPolicy.Backoff(Duration.ofMillis(2), Duration.ofMillis(10), 0);

  /** How long to wait for what ought to happen at once, also on a busy machine. */
  static final Duration LIMIT = Duration.ofSeconds(20);

  static final String PATH = "/locks/ledger";

  @Parameter String handler = "simulated"; // wherever it is no parameter
  TestServer server;
  Clients clients;

  /** Contends for nothing; looks on. */
  ZkClient observer;

  @BeforeEach
  void meet(TestServer server, Clients clients) throws InterruptedException {
    this.server = server;
    this.clients = clients;
    this.observer = connect();
  }

  ZkOptions.Builder options() {
    return clients.options().handler(handler);
  }

  ZkOptions.Builder options(FaultProxy proxy) {
    return clients
        .options(proxy)
        .handler(handler)
        .sessionTimeout(Duration.ofSeconds(6))
        .reconnect(SOON);
  }

  ZkClient connect() throws InterruptedException {
    return clients.connect(options().build());
  }

  ZkLock newLock() throws InterruptedException {
    return ZkLock.at(connect(), PATH);
  }

  /** Returns the names in the queue, as another client sees them. */
  List<String> queue() throws InterruptedException {
    try {
      observer.sync(PATH);
      return observer.children(PATH);
    } catch (NoNodeException nobodyYet) {
      return List.of();
    }
  }

  void awaitQueue(int length) throws InterruptedException {
    Await.untilAsserted(LIMIT, () -> assertEquals(length, queue().size(), "contenders"));
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static void await(CountDownLatch latch, String what) throws InterruptedException {
    assertTrue(latch.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS), what);
  }

  /** A task on a thread of its own, whose end can be awaited. */
  static final class Running<T> {
    private final FutureTask<T> task;
    private final Thread thread;

    Running(Callable<T> work) {
      task = new FutureTask<>(work);
      thread = World.current().startThread("contender", task);
    }

    T result() throws Exception {
      return task.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isDone() {
      return task.isDone();
    }

    void interrupt() {
      thread.interrupt();
    }

    void join() throws InterruptedException {
      thread.join(LIMIT.toMillis());
    }
  }

  static <T> Running<T> run(Callable<T> work) {
    return new Running<>(work);
  }
}
