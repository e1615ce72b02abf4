package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Two to five processes contend for a lock or two while everything fails; then all is well again,
 * and it is looked at what each of them saw.
 */
public final class LockScenario implements RecipeScenario {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration END_LIMIT = Duration.ofMinutes(3);

  /** For whoever loads it. */
  public LockScenario() {}

  @Override
  public void run(Simulation simulation, Function<ZkOptions, ZkClient> starts)
      throws InterruptedException {
    LockTerms terms = LockTerms.draw(simulation);
    LockBook book = new LockBook();
    Map<String, LockLife> lives = new LinkedHashMap<>();
    try (ZkClient zk = starts.apply(terms.clientOptions())) {
      prepare(simulation, zk, terms);
      int processes = simulation.random().nextInt(2, 6);
      for (int i = 1; i <= processes; i++) {
        String name = "p" + i;
        simulation.start(
            name,
            () -> {
              LockLife life = new LockLife(simulation, book, terms, starts, name);
              lives.put(name, life);
              life.begin();
            });
      }
      while (!terms.isOver(simulation)) {
        simulation.pause(LOOK);
      }
      simulation.awaitQuiet();
      awaitIdle(simulation, book, lives);
      checkNobodyIsLeft(zk, book, terms);
      serveAll(simulation, book, lives);
    }
    book.verify();
  }

  private static void prepare(Simulation simulation, ZkClient zk, LockTerms terms)
      throws InterruptedException {
    for (String lock : terms.locks()) {
      while (!isPrepared(simulation, zk, terms.ledger(lock))) {
        simulation.pause(LOOK);
      }
    }
  }

  private static boolean isPrepared(Simulation simulation, ZkClient zk, String path)
      throws InterruptedException {
    try {
      zk.ensurePath(path);
      return true;
    } catch (ZkException later) {
      simulation.note(later.getMessage());
      return false;
    }
  }

  private static void awaitIdle(Simulation simulation, LockBook book, Map<String, LockLife> lives)
      throws InterruptedException {
    long endNs = simulation.nanoTime() + END_LIMIT.toNanos();
    while (!lives.values().stream().allMatch(LockLife::isIdle)) {
      if (simulation.nanoTime() > endNs) {
        lives.values().stream()
            .filter(life -> !life.isIdle())
            .forEach(life -> book.complain("%s never comes to an end", life));
        return;
      }
      simulation.pause(LOOK);
    }
    simulation.pause(Duration.ofSeconds(5)); // for what is taken back in the background
  }

  private static void checkNobodyIsLeft(ZkClient zk, LockBook book, LockTerms terms)
      throws InterruptedException {
    for (String lock : terms.locks()) {
      if (zk.exists(lock).isPresent()) {
        zk.sync(lock);
        List<String> left = zk.children(lock);
        if (!left.isEmpty()) {
          book.complain("left behind at %s: %s", lock, left);
        }
      }
    }
  }

  private static void serveAll(Simulation simulation, LockBook book, Map<String, LockLife> lives)
      throws InterruptedException {
    simulation
        .processes()
        .forEach(process -> process.spawn("end", () -> lives.get(process.name()).serve()));
    long endNs = simulation.nanoTime() + END_LIMIT.toNanos();
    while (!lives.values().stream().allMatch(LockLife::hasServed)) {
      if (simulation.nanoTime() > endNs) {
        book.complain("not everybody could have every lock at the end");
        return;
      }
      simulation.pause(LOOK);
    }
  }
}
