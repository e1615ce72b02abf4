package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.recipes.lock.LockLayout;
import dev.mirliton.zk.recipes.lock.LockOptions;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What all processes of a run agree on.
 *
 * @param locks the paths of the locks
 * @param work when they stop, by true time
 * @param slowTurns whether a thread's turn may be near a second late
 */
record LockTerms(
    List<String> locks,
    LockOptions lockOptions,
    ZkOptions clientOptions,
    Duration work,
    boolean slowTurns) {
  private static final Duration WORK = Duration.ofSeconds(20);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(5);

  /** Draws the terms of a run. */
  static LockTerms draw(Simulation simulation) {
    RandomGenerator chance = simulation.random();
    LockLayout layout = chance.nextBoolean() ? LockLayout.KAZOO : LockLayout.CURATOR;
    return new LockTerms(
        IntStream.rangeClosed(1, chance.nextInt(1, 3)).mapToObj(i -> "/locks/" + i).toList(),
        LockOptions.DEFAULT.layout(layout),
        ZkOptions.to(simulation.hosts())
            .sessionTimeout(Duration.ofSeconds(chance.nextInt(1, 11)))
            .requestDeadline(CALL_LIMIT)
            .build(),
        WORK,
        simulation.seed() % 2 == 0); // those seeds favour rare interleavings, and wait for them
  }

  /** Returns the znode that is written under a lock. */
  String ledger(String lock) {
    return lock.replace("/locks/", "/ledger-");
  }

  boolean isOver(Simulation simulation) {
    return simulation.nanoTime() >= work.toNanos();
  }
}
