package dev.mirliton.zk.it.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.mirliton.zk.testing.simulation.Simulation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Lets simulated threads log nothing: one that has to wait for a real thread in the appender's lock
 * waits for its next turn with the lock in its hands, and who gives turns logs too. A run's
 * timeline says more.
 */
public final class SilenceInSimulations extends TurboFilter {
  /** Made by Logback. */
  public SilenceInSimulations() {}

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    return Simulation.current() == null ? FilterReply.NEUTRAL : FilterReply.DENY;
  }
}
