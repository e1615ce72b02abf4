package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Several threads set and close watches of all kinds on one path, while others of them are on their
 * way and connections break: who still watches hears, and nothing stays behind on the server.
 */
@EveryHandler
class WatchRaceTest extends FaultSuite {
  private static final int THREADS = 4;
  private static final int ROUNDS = 60;

  private static Watch set(ZkClient zk, int kind) throws InterruptedException {
    return switch (kind) {
      case 0 -> zk.getAndWatch("/a").watch();
      case 1 -> zk.existsAndWatch("/a").watch();
      case 2 -> zk.childrenAndWatch("/a").watch();
      case 3 -> zk.watch("/a", WatchMode.PERSISTENT);
      default -> zk.watch("/a", WatchMode.PERSISTENT_RECURSIVE);
    };
  }

  private static void setAndClose(ZkClient zk, RandomGenerator random) throws InterruptedException {
    List<Watch> open = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      try {
        open.add(set(zk, random.nextInt(5)));
      } catch (UnavailableException lost) {
        // A lasting watch whose fate is unknown: nobody here has it, so nobody hears it.
      }
      if (!open.isEmpty() && random.nextInt(3) > 0) {
        open.remove(random.nextInt(open.size())).close();
      }
    }
    open.forEach(Watch::close);
  }

  @Test
  void whoStillWatchesHearsAndNothingStaysBehind() throws Exception {
    World world = World.current();
    ZkClient witness = connect();
    witness.create("/a", NOTHING);
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy).reconnect(EAGER))) {
      ZkSession before = session(zk);
      List<Watch> kept = new ArrayList<>();
      for (int kind = 0; kind < 5; kind++) {
        kept.add(set(zk, kind));
      }
      AtomicInteger running = new AtomicInteger(THREADS);
      CountDownLatch clean = new CountDownLatch(THREADS);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        threads.add(
            world.startThread(
                "watcher",
                () -> {
                  try {
                    setAndClose(zk, world.random());
                    clean.countDown();
                  } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                  } finally {
                    running.decrementAndGet();
                  }
                }));
      }

      while (running.get() > 0) {
        world.pause(15_000_000);
        proxy.cut();
      }
      for (Thread thread : threads) {
        world.join(thread);
      }
      assertEquals(0, clean.getCount(), "threads that failed");
      zk.sync("/");

      witness.set("/a", bytes("x"));
      witness.create("/a/b", NOTHING);
      assertTells(new WatchEvent.DataChanged("/a"), kept.get(0));
      assertTells(new WatchEvent.DataChanged("/a"), kept.get(1));
      assertTells(new WatchEvent.ChildrenChanged("/a"), kept.get(2));
      assertTellsAfterGaps(new WatchEvent.DataChanged("/a"), kept.get(3));
      assertTellsAfterGaps(new WatchEvent.DataChanged("/a"), kept.get(4));
      assertServesIn(before, zk);
      kept.forEach(Watch::close);
      Await.until(
          "the server to watch nothing here",
          LIMIT,
          () -> !ask("wchp").contains(clients.root() + "/a"));
    }
  }
}
