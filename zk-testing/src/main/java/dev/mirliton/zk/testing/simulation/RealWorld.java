package dev.mirliton.zk.testing.simulation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Says of a test, or of all tests of a class, that a simulated world lacks what it needs: wherever
 * the class runs {@link InSimulation}, the test is skipped.
 *
 * @since 0.1
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealWorldCondition.class)
public @interface RealWorld {

  /** What is lacking: {@code needs a process to kill}. */
  String value();
}
