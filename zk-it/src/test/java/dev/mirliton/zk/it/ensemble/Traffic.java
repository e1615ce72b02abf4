package dev.mirliton.zk.it.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Load on a client, until it is closed: one thread creates one znode after the other and waits for
 * each, one has several creations under way. Everything is written down in a {@link CreationBook}.
 * Some hundred creations a second: what is asked is whether something is always under way, not how
 * fast.
 */
final class Traffic implements AutoCloseable {
  private static final int UNDER_WAY = 8;
  private static final long PAUSE_NS = 4_000_000;
  private static final AtomicInteger LOADS = new AtomicInteger();

  private final String name = "load" + LOADS.incrementAndGet() + "-";
  private final ZkClient zk;
  private final CreationBook fates;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean over;

  private Traffic(ZkClient zk, CreationBook fates) {
    this.zk = zk;
    this.fates = fates;
  }

  /** Puts load on a client, and returns when it is under way. */
  static Traffic on(ZkClient zk, CreationBook fates) throws InterruptedException {
    zk.ensurePath(CreationBook.ROOT);
    Traffic traffic = new Traffic(zk, fates);
    traffic.start("waiting", traffic::createAndWait);
    traffic.start("pipelined", traffic::createMany);
    traffic.awaitMore(20);
    return traffic;
  }

  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  private void start(String what, Work work) {
    threads.add(
        Thread.ofPlatform()
            .name("load-" + what)
            .start(
                () -> {
                  try {
                    work.run();
                  } catch (Throwable failure) {
                    failures.add(failure);
                  }
                }));
  }

  private void createAndWait() throws InterruptedException {
    while (!over) {
      String node = name + next.incrementAndGet();
      try {
        zk.create(CreationBook.ROOT + "/" + node, EnsembleSuite.NOTHING);
        tell(node, null);
      } catch (RuntimeException failure) {
        tell(node, failure);
      }
      World.current().pause(PAUSE_NS);
    }
  }

  private void createMany() throws InterruptedException {
    while (!over) {
      List<AsyncResult<String>> results = new ArrayList<>();
      List<String> nodes = new ArrayList<>();
      for (int i = 0; i < UNDER_WAY; i++) {
        nodes.add(name + next.incrementAndGet());
        results.add(
            zk.async().create(CreationBook.ROOT + "/" + nodes.get(i), EnsembleSuite.NOTHING));
      }
      for (int i = 0; i < UNDER_WAY; i++) {
        results.get(i).await(EnsembleSuite.LIMIT.multipliedBy(2));
        tell(nodes.get(i), results.get(i).exception());
      }
      World.current().pause(PAUSE_NS * UNDER_WAY);
    }
  }

  private void tell(String node, @Nullable Throwable failure) {
    fates.tell(node, failure);
    if (failure == null) {
      done.incrementAndGet();
    }
  }

  /** Waits until so many more creations were acknowledged. */
  void awaitMore(int creations) throws InterruptedException {
    int goal = done.get() + creations;
    Await.until(
        creations + " more acknowledged creations",
        EnsembleSuite.LIMIT,
        () -> done.get() >= goal || !failures.isEmpty());
  }

  /** Ends the load, and fails if one of its threads did. */
  @Override
  public void close() {
    over = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    assertEquals(List.of(), List.copyOf(failures), "threads of the load");
  }
}
