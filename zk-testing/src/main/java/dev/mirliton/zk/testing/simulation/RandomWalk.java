package dev.mirliton.zk.testing.simulation;

/**
 * A random walk: each turn waits for a few microseconds, now and then for milliseconds, as on a
 * machine with other work.
 */
final class RandomWalk implements Scheduling {
  private static final double SELDOM = 0.01;
  private static final long USUAL_NS = 20_000;
  private static final long LONG_NS = 20_000_000;

  private final Chance chance;

  RandomWalk(Chance chance) {
    this.chance = chance;
  }

  @Override
  public long turnDelayNs(Strand strand) {
    return chance.happens(SELDOM) ? chance.between(0, LONG_NS) : chance.between(0, USUAL_NS);
  }

  @Override
  public long timerDelayNs() {
    return chance.happens(SELDOM) ? chance.between(0, LONG_NS) : chance.between(0, USUAL_NS);
  }
}
