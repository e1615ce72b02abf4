package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.simulation.SimulatedProcess;
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
  private static final Duration SETTLING = Duration.ofSeconds(5);
  private static final Duration END_LIMIT = Duration.ofMinutes(3);

  /**
   * A follower that has lost its leader answers pings until it notices, after five ticks, while the
   * leader has not heard of its clients and ends their sessions. No client can know; what protects
   * data then is the guard. So two may believe in a lock for so long, and a little for the leader.
   */
  private static final Duration STALE_ANSWERS = Duration.ofSeconds(3);

  private final Duration staleAnswers;

  /** For whoever loads it. */
  public LockScenario() {
    this(STALE_ANSWERS);
  }

  private LockScenario(Duration staleAnswers) {
    this.staleAnswers = staleAnswers;
  }

  /** Returns one for worlds where no server is ever cut from the others: there clocks decide. */
  static LockScenario ofUndividedEnsemble() {
    return new LockScenario(Duration.ZERO);
  }

  @Override
  public void run(Simulation simulation, Function<ZkOptions, ZkClient> starts)
      throws InterruptedException {
    LockTerms terms = LockTerms.draw(simulation, staleAnswers);
    LockBook book = new LockBook(simulation::nanoTime);
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
      LockThief thief = new LockThief(simulation, zk, book, terms);
      while (!terms.isOver(simulation)) {
        thief.rest();
        if (terms.theft()) {
          thief.steal();
        }
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
      simulation.note("not yet: " + later.getMessage());
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
    simulation.pause(SETTLING); // for what is taken back in the background
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
    for (SimulatedProcess process : simulation.processes()) {
      LockLife life = lives.get(process.name());
      if (life != null) {
        process.spawn("end", life::serve);
      }
    }
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
