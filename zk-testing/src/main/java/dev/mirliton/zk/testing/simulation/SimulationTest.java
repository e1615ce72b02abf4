package dev.mirliton.zk.testing.simulation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that is run as a scenario, once for each seed, each time in a new simulated world and on a
 * new instance of its class. It takes a {@link Simulation} as its one parameter.
 *
 * {@snippet :
 * @SimulationTest(seeds = 1000, faults = FaultProfile.NETWORK)
 * void oneWorkerRunsEachJob(Simulation simulation) throws Exception {
 * }
 * }
 *
 * <p>A failure says with which seed, and the command that repeats it.
 *
 * @since 0.1
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Test
@ExtendWith(SimulationTestExtension.class)
public @interface SimulationTest {

  /** How many seeds. */
  int seeds() default 100;

  /** The first of them. */
  long firstSeed() default 1;

  /** How many servers the ensemble has, 0 to 7. */
  int servers() default 3;

  /** What goes wrong. */
  FaultProfile faults() default FaultProfile.ALL;

  /**
   * A schedule of faults instead of drawn ones, as a failure has printed it: {@code
   * stall@1205ms+7137ms:1}, several with semicolons between them, {@code none} for none. Keeps a
   * failure that was found as a test.
   */
  String schedule() default "";

  /** Within how many seconds of virtual time faults begin. */
  int faultsWithinSeconds() default 30;

  /** How many minutes of virtual time a run may take before it counts as stuck. */
  int timeLimitMinutes() default 60;

  /** After how many seconds of real time no further seed begins; 0 is never. */
  int budgetSeconds() default 0;
}
