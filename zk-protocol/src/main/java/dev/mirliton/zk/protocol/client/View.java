package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.protocol.observe.Observation;
import dev.mirliton.zk.protocol.session.Exchange;
import dev.mirliton.zk.spi.CallbackQueue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a client looks at its session: where its paths begin, and how long its calls may take.
 *
 * @param driver carries the calls
 * @param root where paths begin
 * @param deadline how long each call may take
 * @param endNs when all of them must be done, for the parts of one larger call; or {@link #NO_END}
 * @param currentTry the try that the calls belong to, or null
 * @param idempotent whether writes find out what became of them; see {@link IdempotentWrite}
 */
record View(
    SessionDriver driver,
    Chroot root,
    Duration deadline,
    long endNs,
    @Nullable Try currentTry,
    boolean idempotent) {
  private static final long NO_END = Long.MIN_VALUE;

  View(SessionDriver driver, Chroot root, Duration deadline) {
    this(driver, root, deadline, NO_END, null, false);
  }

  /**
   * Returns the view for the parts of a call that starts now: one deadline, the server's own paths.
   */
  View forParts() {
    return new View(driver, Chroot.NONE, deadline, deadlineNs(), currentTry, false);
  }

  View below(String path) {
    return new View(driver, root.below(path), deadline, endNs, currentTry, idempotent);
  }

  View within(Duration otherDeadline) {
    return new View(driver, root, otherDeadline, endNs, currentTry, idempotent);
  }

  View during(Try next) {
    return new View(driver, root, deadline, endNs, next, idempotent);
  }

  View findingOut() {
    return new View(driver, root, deadline, endNs, currentTry, true);
  }

  /** Returns the view with the server's own paths. */
  View unrooted() {
    return new View(driver, Chroot.NONE, deadline, endNs, currentTry, idempotent);
  }

  CallbackQueue events() {
    return driver.events();
  }

  int maxQueued() {
    return driver.options().maxQueuedRequests();
  }

  /** Returns the connected server, or the last one, for messages. */
  String server() {
    return String.valueOf(driver.destination());
  }

  /** Submits a request in the calling thread's order. */
  void submit(Call<?> call) {
    submit(call, call);
  }

  /** Submits what stands for a call, in the calling thread's order. */
  void submit(Exchange exchange, Call<?> call) {
    if (currentTry != null) {
      currentTry.asks(exchange.isRead());
    }
    Observation observation = driver.observation();
    driver.submit(
        observation.isMeasuringRequests()
            ? observation.measured(exchange, call.operation(), call.path, call)
            : exchange);
  }

  /** Returns when a call that starts now must be done. */
  long deadlineNs() {
    if (endNs != NO_END) {
      return endNs;
    }
    long own = driver.nanoTime() + nanos(deadline);
    return currentTry == null ? own : currentTry.bound(own);
  }

  /** Returns {@code limit}, or the time that is left if that is less. */
  Duration bounded(Duration limit) {
    if (currentTry == null) {
      return limit;
    }
    long now = driver.nanoTime();
    return Duration.ofNanos(currentTry.bound(now + nanos(limit)) - now);
  }

  private static long nanos(Duration length) {
    // More than a century is for ever, and must not overflow.
    return length.getSeconds() > 3_000_000_000L ? Long.MAX_VALUE / 2 : length.toNanos();
  }
}
