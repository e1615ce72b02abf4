package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.spi.CallbackQueue;
import java.time.Duration;

/**
 * How a client looks at its session: where its paths begin, and how long its calls may take.
 *
 * @param driver carries the calls
 * @param root where paths begin
 * @param deadline how long each call may take
 * @param endNs when all of them must be done, for the parts of one larger call; or {@link #NO_END}
 */
record View(SessionDriver driver, Chroot root, Duration deadline, long endNs) {
  private static final long NO_END = Long.MIN_VALUE;

  View(SessionDriver driver, Chroot root, Duration deadline) {
    this(driver, root, deadline, NO_END);
  }

  /**
   * Returns the view for the parts of a call that starts now: one deadline, the server's own paths.
   */
  View forParts() {
    return new View(driver, Chroot.NONE, deadline, deadlineNs());
  }

  /** Returns the view with the server's own paths. */
  View unrooted() {
    return new View(driver, Chroot.NONE, deadline, endNs);
  }

  CallbackQueue events() {
    return driver.events();
  }

  int maxQueued() {
    return driver.options().maxQueuedRequests();
  }

  /** Returns when a call that starts now must be done. */
  long deadlineNs() {
    return endNs != NO_END ? endNs : driver.nanoTime() + deadlineLengthNs();
  }

  private long deadlineLengthNs() {
    // More than a century is for ever, and must not overflow.
    return deadline.getSeconds() > 3_000_000_000L ? Long.MAX_VALUE / 2 : deadline.toNanos();
  }
}
