package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.SaslOptions;
import dev.mirliton.zk.protocol.sasl.KerberosTickets;
import dev.mirliton.zk.protocol.sasl.KerberosTickets.Login;
import dev.mirliton.zk.protocol.sasl.Mechanism;
import dev.mirliton.zk.protocol.sasl.MechanismException;
import dev.mirliton.zk.protocol.session.SaslStep;
import dev.mirliton.zk.protocol.session.Session;
import dev.mirliton.zk.spi.Handler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * Lets the SASL mechanism do its part, in tasks of the handler, because it may wait for a KDC. One
 * task at a time: while that of an abandoned attempt has not noticed, the next attempt waits for
 * its end, rather than wait beside it for the same KDC. Called within the driver's step.
 */
final class SaslSteps {
  private static final byte[] NOTHING = {};

  private final SessionDriver driver;
  private final Handler handler;
  private final @Nullable Mechanism mechanism;
  private final @Nullable TicketRenewal renewal;
  private @Nullable Attempt present;
  private @Nullable Attempt busy; // perhaps with a former attempt
  private @Nullable AsyncResult<Void> task; // of the busy one

  SaslSteps(SessionDriver driver, Handler handler, @Nullable SaslOptions options) {
    this.driver = driver;
    this.handler = handler;
    this.mechanism = options == null ? null : Mechanism.of(options);
    KerberosTickets tickets = mechanism == null ? null : mechanism.tickets();
    this.renewal = tickets == null ? null : new TicketRenewal(driver, handler, tickets);
  }

  /** A connection stands: makes the first token. */
  void begin(Session session, Hosts.Server server, InetSocketAddress address) {
    if (mechanism == null) {
      throw new IllegalStateException("SASL was not asked for");
    }
    present = new Attempt(session, mechanism, server, address);
    run();
  }

  /** The server has spoken: makes the token that answers it. */
  void answer(byte[] challenge) {
    Attempt attempt = present;
    if (attempt != null) {
      attempt.challenge = challenge;
      run();
    }
  }

  /** The present attempt is over. */
  void giveUp() {
    if (busy != null && busy == present && task != null) {
      task.cancel();
    }
    present = null;
  }

  /** No attempt will follow. */
  void close() {
    giveUp();
    if (renewal != null) {
      renewal.close();
    }
  }

  /** Whether no task of ours runs. */
  boolean isIdle() {
    return busy == null && (renewal == null || renewal.isIdle());
  }

  private void run() {
    Attempt attempt = present;
    if (attempt == null || busy != null || attempt.challenge == null) {
      return;
    }
    byte[] challenge = attempt.challenge;
    attempt.challenge = null;
    try {
      task = handler.spawn("sasl", () -> attempt.run(challenge));
      busy = attempt;
    } catch (IllegalStateException handlerClosed) {
      driver.abortLater();
    }
  }

  /** In the driver's step again. */
  private void ended(Attempt attempt, SaslStep step) {
    busy = null;
    task = null;
    attempt.session.sasl(attempt.number, step, driver.nanoTime());
    run();
    driver.settleGone();
  }

  /** One exchange with one server. Its client is used by one task after the other. */
  private final class Attempt {
    final Session session;
    final int number;
    private final Mechanism mechanism;
    private final Hosts.Server server;
    private final InetSocketAddress address;
    private @Nullable SaslClient client;
    byte @Nullable [] challenge = NOTHING; // not answered yet

    Attempt(Session session, Mechanism mechanism, Hosts.Server server, InetSocketAddress address) {
      this.session = session;
      this.number = session.attempt();
      this.mechanism = mechanism;
      this.server = server;
      this.address = address;
    }

    /** The task. */
    void run(byte[] challenge) {
      SaslStep step;
      try {
        step = next(challenge);
      } catch (MechanismException failure) {
        step = new SaslStep.Failed(failure, failure.isRefusal());
      } catch (InterruptedException given) {
        step = new SaslStep.Failed(new IOException("the SASL exchange was given up"), false);
      } catch (Throwable bug) {
        step = new SaslStep.Failed(new IOException("SASL failed: " + bug, bug), false);
      }
      SaslStep made = step;
      if (renewal != null) {
        keepFresh(renewal);
      }
      driver.input(() -> ended(this, made));
    }

    private void keepFresh(TicketRenewal renewal) {
      KerberosTickets tickets = mechanism.tickets();
      Login login = tickets == null ? null : tickets.known();
      if (login != null) {
        Duration left = login.timeLeft();
        driver.input(() -> renewal.begin(login, left));
      }
    }

    private SaslStep next(byte[] challenge) throws MechanismException, InterruptedException {
      SaslClient current = client;
      boolean first = current == null;
      if (current == null) {
        current = mechanism.clientFor(server, address.getAddress());
        client = current;
      }
      try {
        byte[] token =
            first && !current.hasInitialResponse() ? NOTHING : current.evaluateChallenge(challenge);
        boolean content = current.isComplete();
        if (content) {
          current.dispose();
        }
        return new SaslStep.Token(token, content);
      } catch (SaslException failure) {
        throw new MechanismException(current.getMechanismName(), failure);
      }
    }
  }
}
