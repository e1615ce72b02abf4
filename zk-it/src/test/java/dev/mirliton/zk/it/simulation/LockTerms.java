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
 * @param staleAnswers how long a server that is cut from its leader may answer pings all the same
 * @param slowTurns whether a thread's turn may be near a second late
 * @param slowCallbacks whether callbacks of users keep the event queue busy for seconds
 * @param theft whether znodes of locks are deleted by somebody who should not
 */
record LockTerms(
    List<String> locks,
    LockOptions lockOptions,
    ZkOptions clientOptions,
    Duration work,
    Duration staleAnswers,
    boolean slowTurns,
    boolean slowCallbacks,
    boolean theft) {
  private static final Duration WORK = Duration.ofSeconds(20);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(5);

  /** Draws the terms of a run. */
  static LockTerms draw(Simulation simulation, Duration staleAnswers) {
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
        staleAnswers,
        simulation.seed() % 2 == 0, // those seeds favour rare interleavings, and wait for them
        chance.nextInt(4) == 0,
        chance.nextInt(4) == 0);
  }

  /** Returns the znode that is written under a lock. */
  String ledger(String lock) {
    return lock.replace("/locks/", "/ledger-");
  }

  boolean isOver(Simulation simulation) {
    return simulation.nanoTime() >= work.toNanos();
  }
}
