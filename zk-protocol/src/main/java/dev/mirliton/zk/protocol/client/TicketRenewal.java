package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.protocol.observe.Topics;
import dev.mirliton.zk.protocol.sasl.KerberosTickets;
import dev.mirliton.zk.protocol.sasl.KerberosTickets.Login;
import dev.mirliton.zk.protocol.sasl.MechanismException;
import dev.mirliton.zk.spi.Handler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Gets a new Kerberos ticket in good time, so that a reconnect finds one also while the KDC is
 * away. Connections that stand need none.
 *
 * <p>Every client has a timer of its own, and whichever comes first renews for all that share the
 * login; the jitter keeps processes that began together from asking together. Called within the
 * driver's step.
 */
final class TicketRenewal {
  /** Of a ticket's time: late enough to be rare, early enough for many tries. */
  private static final int DUE_PERCENT = 80;

  private static final double JITTER = 0.1;

  /** Never sooner, however short a ticket is; and the first pause after a failure. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** Pauses double up to this: a KDC that is back is found soon, and is not asked all the time. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final SessionDriver driver;
  private final Handler handler;
  private final KerberosTickets tickets;
  private @Nullable Registration timer;
  private @Nullable AsyncResult<Void> task;
  private Duration pause = SHORTEST;
  private boolean begun;
  private boolean closed;

  TicketRenewal(SessionDriver driver, Handler handler, KerberosTickets tickets) {
    this.driver = driver;
    this.handler = handler;
    this.tickets = tickets;
  }

  /**
   * An exchange began with {@code login}. Does nothing if its renewal is seen to already.
   *
   * @param left for how long its ticket is good
   */
  void begin(Login login, Duration left) {
    if (!begun) {
      begun = true;
      waitFor(login, left);
    }
  }

  boolean isIdle() {
    return task == null;
  }

  void close() {
    closed = true;
    if (timer != null) {
      timer.close();
    }
    if (task != null) {
      task.cancel();
    }
  }

  private void waitFor(Login login, Duration left) {
    pause = SHORTEST;
    schedule(login, jittered(left.multipliedBy(DUE_PERCENT).dividedBy(100)));
  }

  private Duration jittered(Duration delay) {
    double share = 1 - JITTER * handler.random().nextDouble();
    return Duration.ofMillis((long) (delay.toMillis() * share));
  }

  private void schedule(Login login, Duration delay) {
    if (closed) {
      return;
    }
    Duration atLeast = delay.compareTo(SHORTEST) < 0 ? SHORTEST : delay;
    try {
      timer = handler.schedule(atLeast, () -> driver.input(() -> renew(login)));
    } catch (IllegalStateException handlerClosed) {
      closed = true;
    }
  }

  private void renew(Login old) {
    if (closed) {
      return;
    }
    try {
      task = handler.spawn("kerberos", () -> ask(old));
    } catch (IllegalStateException handlerClosed) {
      closed = true;
    }
  }

  /** The task. */
  private void ask(Login old) {
    Duration left = old.timeLeft();
    try {
      Login found = tickets.newerThan(old);
      Duration foundLeft = found.timeLeft();
      // A ticket cache may have nothing newer.
      boolean gained = foundLeft.compareTo(left) > 0;
      driver.input(() -> ended(found, foundLeft, gained));
      return;
    } catch (MechanismException | RuntimeException failure) {
      Topics.CLIENT.warn(
          "{}: the Kerberos ticket, good for {}, was not renewed and will be tried again: {}",
          driver,
          left,
          String.valueOf(failure.getMessage()));
    } catch (InterruptedException closing) {
      Topics.CLIENT.debug("{}: the renewal of a Kerberos ticket was given up", driver);
    }
    driver.input(() -> ended(old, left, false));
  }

  private void ended(Login known, Duration left, boolean gained) {
    task = null;
    if (gained) {
      waitFor(known, left);
    } else {
      schedule(known, jittered(pause));
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
    driver.settleGone();
  }
}
