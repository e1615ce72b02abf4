package dev.mirliton.zk.it.ensemble;

import dev.mirliton.zk.it.HandlersUnderTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Runs a class on each handler in turn, with real servers only. A test that waits in vain fails
 * after two minutes.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Timeout(120)
@ParameterizedClass(name = "{0}")
@ArgumentsSource(HandlersUnderTest.class)
@interface OnEveryHandler {}
