package dev.mirliton.zk.examples.tour;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.ZkClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What many clients, and many callers of one client, cost. */
final class Crowd {
  private static final int CLIENTS = 20;
  private static final int CALLERS = 1_000;
  private static final Duration WARM_UP = Duration.ofMillis(500);
  private static final Duration MEASURED = Duration.ofSeconds(1);
  private static final String PATH = "/speed";

  private Crowd() {}

  /** Counts the platform threads whose names begin with {@code prefix}, as the handler's do. */
  static void measureThreads(Stage stage, String prefix, Findings findings)
      throws InterruptedException {
    List<ZkClient> clients = new ArrayList<>();
    try {
      clients.add(stage.connect());
      int forOne = platformThreads(prefix);
      while (clients.size() < CLIENTS) {
        clients.add(stage.connect());
      }
      int forMany = platformThreads(prefix);
      findings.add("platform threads of the handler, 1 client", forOne);
      findings.add("platform threads of the handler, " + CLIENTS + " clients", forMany);
      stage
          .story()
          .tell(
              "threads",
              "platform threads of the handler: %d with one client, %d with %d clients",
              forOne,
              forMany,
              CLIENTS);
    } finally {
      clients.forEach(ZkClient::close);
    }
  }

  private static int platformThreads(String prefix) {
    // Virtual threads are not among these.
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith(prefix))
            .count();
  }

  /** Counts blocking gets: by one caller, and by a thousand virtual threads on one client. */
  static void measureGets(Stage stage, Findings findings) throws Exception {
    try (ZkClient zk = stage.connect()) {
      zk.create(PATH, "a hundred bytes of data, give or take ".repeat(3).getBytes(UTF_8));
      for (int callers : new int[] {1, CALLERS}) {
        gets(zk, callers, WARM_UP);
        double perSecond = gets(zk, callers, MEASURED);
        String who = callers == 1 ? "1 caller" : "%,d virtual threads".formatted(callers);
        findings.add("blocking gets per second, " + who, perSecond);
        stage
            .story()
            .tell(stage.handler().name(), "%s: %,.0f blocking gets per second", who, perSecond);
      }
    }
  }

  private static double gets(ZkClient zk, int callers, Duration time) throws Exception {
    long beganNs = System.nanoTime();
    long endNs = beganNs + time.toNanos();
    long done = 0;
    try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> counts = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        counts.add(tasks.submit(() -> getsUntil(zk, endNs)));
      }
      for (Future<Long> count : counts) {
        done += count.get();
      }
    }
    return done / ((System.nanoTime() - beganNs) / 1e9);
  }

  private static long getsUntil(ZkClient zk, long endNs) throws InterruptedException {
    long done = 0;
    while (System.nanoTime() - endNs < 0) {
      zk.get(PATH);
      done++;
    }
    return done;
  }
}
