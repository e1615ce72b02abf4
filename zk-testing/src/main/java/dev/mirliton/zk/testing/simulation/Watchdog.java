package dev.mirliton.zk.testing.simulation;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks from outside, by the real clock, whether a run still gets on, and says where it is when it
 * does not: in code that computes for ever, or waits for something real and does not let go of its
 * turn. It interrupts that code; it changes nothing in a run that gets on.
 */
final class Watchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final int LOOK_SECONDS = 10;

  /** Whoever stands at a breakpoint does not get on either. */
  private static final boolean DEBUGGED =
      ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
          .anyMatch(argument -> argument.contains("jdwp"));

  private final Kernel kernel;
  private final CountDownLatch over = new CountDownLatch(1);

  Watchdog(Kernel kernel) {
    this.kernel = kernel;
    if (!DEBUGGED) {
      Thread.ofVirtual().name("simulation-watchdog").start(this::watch);
    }
  }

  private void watch() {
    long seen = -1;
    try {
      while (!over.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
        long now = kernel.steps();
        if (now == seen) {
          bark(kernel.running());
        }
        seen = now;
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static void bark(@Nullable Strand running) {
    if (running == null) {
      return;
    }
    IllegalStateException where =
        new IllegalStateException(running + " has kept its turn for " + LOOK_SECONDS + " s");
    where.setStackTrace(running.thread().getStackTrace());
    LOG.error(
        "a simulated run does not get on: {} waits for something real, or never ends; it is"
            + " interrupted (docs/errors.md#simulation)",
        running,
        where);
    running.thread().interrupt();
  }

  @Override
  public void close() {
    over.countDown();
  }
}
