package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ReconnectPolicy;
import dev.mirliton.zk.ReconnectPolicy.Backoff;
import dev.mirliton.zk.ReconnectPolicy.Outage;
import dev.mirliton.zk.protocol.session.Session;
import dev.mirliton.zk.spi.Handler;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the reconnect policy, and carries its answer to the session. A user's policy is asked in a
 * task of the handler, because no user code runs within a step; ours needs none.
 */
final class Reconnection {
  private static final Logger LOG = LoggerFactory.getLogger("dev.mirliton.zk.client");

  private final SessionDriver driver;
  private final Handler handler;
  private final ReconnectPolicy policy;
  private @Nullable AsyncResult<Void> asking; // guarded by the driver's step

  Reconnection(SessionDriver driver, Handler handler, ReconnectPolicy policy) {
    this.driver = driver;
    this.handler = handler;
    this.policy = policy;
  }

  /** Asks; the session hears of it after this step. */
  void decide(Session session, Outage outage) {
    int attempt = session.attempt();
    if (policy instanceof Backoff ours) {
      answer(session, attempt, ours.pause(outage, handler.random()));
      return;
    }
    try {
      asking = handler.spawn("reconnect-policy", () -> answer(session, attempt, pause(outage)));
    } catch (IllegalStateException handlerClosed) {
      driver.abortLater();
    }
  }

  private Optional<Duration> pause(Outage outage) {
    try {
      return Objects.requireNonNull(
          policy.pause(outage, handler.random()), "the reconnect policy returned null");
    } catch (RuntimeException broken) {
      LOG.error("{}: the reconnect policy failed; the default decides instead", driver, broken);
      return ReconnectPolicy.DEFAULT.pause(outage, handler.random());
    }
  }

  private void answer(Session session, int attempt, Optional<Duration> pause) {
    driver.input(
        () -> {
          if (pause.isPresent()) {
            session.reconnect(attempt, nanos(pause.get()), driver.nanoTime());
          } else {
            session.giveUp(attempt, driver.nanoTime());
          }
        });
  }

  private static long nanos(Duration pause) {
    // Half of what a clock can count, so that adding it to now does not overflow.
    Duration longest = Duration.ofNanos(Long.MAX_VALUE / 2);
    return pause.compareTo(longest) < 0 ? pause.toNanos() : longest.toNanos();
  }

  /** Nobody waits for an answer any more. */
  void cancel() {
    if (asking != null) {
      asking.cancel();
    }
  }
}
