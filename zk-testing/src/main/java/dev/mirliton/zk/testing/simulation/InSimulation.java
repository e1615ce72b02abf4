package dev.mirliton.zk.testing.simulation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the tests of a class in simulated worlds, as they stand: the whole class once for each seed,
 * each test in a world of its own that begins with the test's constructor and is over after
 * {@code @AfterEach}. {@code @BeforeAll}, {@code @AfterAll} and what other extensions do is real.
 *
 * <p>A failure names its seed; the system property {@code simulation.seed} runs that one alone.
 * JUnit's configuration parameter {@code simulation.enabled}, false, leaves these runs out.
 *
 * <p>The JVM must have been started with {@code --add-opens java.base/java.lang=ALL-UNNAMED} (or
 * the module's name in place of ALL-UNNAMED) if a test waits by {@code java.util.concurrent}.
 *
 * @see dev.mirliton.zk.testing.World#current()
 * @since 0.1
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(InSimulationExtension.class)
public @interface InSimulation {

  /** How many seeds, from 1. */
  int seeds() default 3;

  /** How many servers the ensemble of each world has, 0 to 7. */
  int servers() default 3;
}
