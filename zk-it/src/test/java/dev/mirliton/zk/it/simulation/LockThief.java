package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.ZkPath;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Deletes znodes of contenders, as somebody does who takes them for rubbish. */
final class LockThief {
  private static final int LONGEST_REST_MS = 2_000;

  private final Simulation simulation;
  private final ZkClient zk;
  private final LockBook book;
  private final LockTerms terms;
  private final RandomGenerator chance;

  LockThief(Simulation simulation, ZkClient zk, LockBook book, LockTerms terms) {
    this.simulation = simulation;
    this.zk = zk;
    this.book = book;
    this.terms = terms;
    this.chance = simulation.random();
  }

  void rest() throws InterruptedException {
    simulation.pause(Duration.ofMillis(chance.nextInt(LONGEST_REST_MS)));
  }

  /** Deletes one, if there is any and a server answers. */
  void steal() throws InterruptedException {
    String lock = terms.locks().get(chance.nextInt(terms.locks().size()));
    try {
      List<String> nodes = zk.children(lock);
      if (!nodes.isEmpty()) {
        String node = ZkPath.join(lock, nodes.get(chance.nextInt(nodes.size())));
        book.stolen(node, simulation.nanoTime());
        simulation.note("steals " + node);
        zk.delete(node);
      }
    } catch (ZkException none) {
      simulation.note("steals nothing: " + none.getMessage());
    }
  }
}
