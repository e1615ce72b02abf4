package dev.mirliton.zk.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Says of a test, or of all tests of a class, since which version servers have what it needs: on an
 * older one, chosen by {@link ZooKeeperTest#version} or {@code zk.server.version}, it is skipped.
 * The model ensemble of a simulated world is of the 3.9 line.
 *
 * @since 0.1
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SinceServerCondition.class)
public @interface SinceServer {

  /** The first version that has it: {@code 3.6}. */
  String value();
}
