package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Registration;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What the model needs of the world it runs in: time and chance. Simulated or real, it has one
 * thread of control: every call into the model, from a connection or a timer, comes one at a time,
 * and the model calls out only during such a call.
 *
 * @since 0.1
 */
public interface ModelWorld {

  /**
   * Returns the time that znodes are stamped with and sessions are measured by, in milliseconds
   * since the epoch; never goes backwards.
   */
  long nowMillis();

  /**
   * Runs {@code task} once, {@code delay} from now.
   *
   * @param what what for, for a trace
   * @return closing it cancels the task; idempotent
   */
  Registration schedule(Duration delay, String what, Runnable task);

  /** Returns the randomness of this run; seeded in simulation. */
  RandomGenerator random();

  /**
   * Tells what happened, for whoever reads along: an election, a session's end, a crash.
   *
   * @param server whose server, from 1
   */
  default void note(int server, String what) {}
}
