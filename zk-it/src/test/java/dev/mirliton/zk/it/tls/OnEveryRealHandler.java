package dev.mirliton.zk.it.tls;

import dev.mirliton.zk.testing.NoLeaks;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs a {@link TlsSuite} on each handler in turn, with a check for leaks after each test. Not in
 * simulated worlds: keys are drawn by the JDK, and another run would draw others.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@NoLeaks
@Timeout(120)
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"threads", "loom", "nio"})
@interface OnEveryRealHandler {}
