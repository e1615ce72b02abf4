package dev.mirliton.zk.testing.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/**
 * Random schedules. {@code -Dreplication.seeds} says how many, {@code -Dreplication.seed} with
 * which to begin: a failure prints its seed.
 */
class PeerScheduleTest {

  private static final int SEEDS = Integer.getInteger("replication.seeds", 1500);
  private static final long FIRST = Long.getLong("replication.seed", 1);

  @Test
  void serversAgreeWhateverHappens() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      var schedule = new PeerSchedule(seed);
      try {
        schedule.run();
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError(
            "-Dreplication.seeds=1 -Dreplication.seed="
                + seed
                + " fails: "
                + failure.getMessage()
                + "\n"
                + schedule.world.notes(),
            failure);
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    for (long seed = FIRST; seed < FIRST + 20; seed++) {
      var once = new PeerSchedule(seed);
      var again = new PeerSchedule(seed);

      once.run();
      again.run();

      assertEquals(once.world.notes(), again.world.notes());
      assertEquals(once.world.messages, again.world.messages);
      assertEquals(once.world.agreement.all(), again.world.agreement.all());
    }
  }
}
