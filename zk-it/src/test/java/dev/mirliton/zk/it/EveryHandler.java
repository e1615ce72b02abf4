package dev.mirliton.zk.it;

import dev.mirliton.zk.testing.NoLeaks;
import dev.mirliton.zk.testing.ZooKeeperTest;
import dev.mirliton.zk.testing.simulation.InSimulation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Runs a {@link ClientSuite} on each handler in turn, and in simulated worlds, with a check for
 * leaks after each test. One that waits in vain fails after two minutes.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ZooKeeperTest
@NoLeaks
@Timeout(120)
@ParameterizedClass(name = "{0}")
@ArgumentsSource(HandlersUnderTest.class)
@Tag("server")
@InSimulation(seeds = 2, servers = 1)
@interface EveryHandler {}
