package dev.mirliton.zk.testing.simulation;

/**
 * Favours rare interleavings, after the idea of probabilistic concurrency testing: each strand gets
 * a random weight when it first runs, and waits the longer for each of its turns the heavier it is;
 * at a few random points of the run the strand whose turn is due becomes the heaviest. So a strand
 * may be slow for all the others' time, which a random walk hardly ever tries.
 *
 * <p>Source: Burckhardt et al., "A Randomized Scheduler with Probabilistic Guarantees of Finding
 * Bugs", ASPLOS 2010. Theirs has priorities and no time; here a low priority is a long wait.
 */
final class PriorityScheduling implements Scheduling {
  private static final int WEIGHTS = 5;
  private static final int HEAVIEST = WEIGHTS + 1;
  private static final int CHANGES = 3;
  private static final long EXPECTED_TURNS = 5_000;

  /** Microseconds for the lightest, near a second for the heaviest. */
  private static final long[] WAIT_NS = {
    0, 2_000, 50_000, 1_000_000, 15_000_000, 150_000_000, 900_000_000
  };

  private final Chance chance;
  private final long[] changeAt = new long[CHANGES];
  private long turns;

  PriorityScheduling(Chance chance) {
    this.chance = chance;
    for (int i = 0; i < CHANGES; i++) {
      changeAt[i] = chance.between(0, EXPECTED_TURNS);
    }
  }

  @Override
  public long turnDelayNs(Strand strand) {
    if (strand.weight() == 0) {
      strand.weight((int) chance.between(1, WEIGHTS));
    }
    for (long change : changeAt) {
      if (change == turns) {
        strand.weight(HEAVIEST);
      }
    }
    turns++;
    return chance.between(0, WAIT_NS[strand.weight()]);
  }

  @Override
  public long timerDelayNs() {
    return chance.between(0, WAIT_NS[(int) chance.between(1, 3)]);
  }
}
