package dev.mirliton.zk.testing.simulation;

import java.util.function.Function;

/**
 * Decides how long a strand waits for its turn once it could go on. That alone decides which
 * interleavings are seen: everything else in a run happens at a time, too.
 */
interface Scheduling {

  /** Returns how long {@code strand} waits for its turn, in nanoseconds. */
  long turnDelayNs(Strand strand);

  /** Returns how late a timer fires, in nanoseconds. */
  long timerDelayNs();

  /** What a profile names, for a run's own stream of chance. */
  interface Kind extends Function<Chance, Scheduling> {}
}
