package dev.mirliton.zk.protocol.sasl;

import dev.mirliton.zk.KerberosLogin;
import dev.mirliton.zk.protocol.observe.Topics;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import javax.security.auth.Subject;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.jspecify.annotations.Nullable;

/**
 * The tickets of a login, shared by every client of this process that has the same one: a thousand
 * sessions ask the KDC once. Thread-safe. What may ask the KDC blocks.
 *
 * <p>A subject is never changed. A new login makes another, and exchanges that began with the old
 * one end with it.
 */
public final class KerberosTickets {
  // Static, because clients that know nothing of each other share; weak, so that nothing outlives
  // the options it came from.
  private static final Map<KerberosLogin, KerberosTickets> SHARED = new WeakHashMap<>();
  private static final ReentrantLock LOCK = new ReentrantLock(); // guards SHARED

  private final String name;
  private final Source source;
  private final AtomicReference<@Nullable FutureTask<Login>> underWay = new AtomicReference<>();
  private volatile @Nullable Login current;

  private KerberosTickets(String name, Source source) {
    this.name = name;
    this.source = source;
  }

  /** Where logins come from. */
  private interface Source {
    LoginContext open() throws LoginException;
  }

  /**
   * One login.
   *
   * @param subject has its tickets
   */
  public record Login(Subject subject) {

    /** Returns for how long its ticket is still good; zero if it is not, or there is none. */
    public Duration timeLeft() {
      try {
        GSSCredential ticket =
            Subject.callAs(
                subject,
                () -> GSSManager.getInstance().createCredential(GSSCredential.INITIATE_ONLY));
        return Duration.ofSeconds(ticket.getRemainingLifetime());
      } catch (CompletionException | GSSException none) {
        return Duration.ZERO;
      }
    }

    /** Says who. */
    @Override
    public String toString() {
      return "login of " + subject.getPrincipals().stream().map(Principal::getName).toList();
    }
  }

  /** Returns the tickets of a login, or null if the application cares for them. */
  static @Nullable KerberosTickets of(KerberosLogin login) {
    // A source must not hold the login: it is the key of the weak map.
    return switch (login) {
      case KerberosLogin.Keytab keytab -> shared(login, by(LoginConfiguration.by(keytab)));
      case KerberosLogin.TicketCache cache -> shared(login, by(LoginConfiguration.by(cache)));
      case KerberosLogin.JaasSection section -> {
        String name = section.name();
        yield shared(login, () -> new LoginContext(name));
      }
      case KerberosLogin.Given given -> null;
    };
  }

  private static Source by(LoginConfiguration configuration) {
    return () -> new LoginContext("client", new Subject(), null, configuration);
  }

  private static KerberosTickets shared(KerberosLogin login, Source source) {
    LOCK.lock();
    try {
      return SHARED.computeIfAbsent(login, key -> new KerberosTickets(key.toString(), source));
    } finally {
      LOCK.unlock();
    }
  }

  /** Returns the latest login, good or not, or null if there was none yet. Does not block. */
  public @Nullable Login known() {
    return current;
  }

  /** Returns a login that is good now; asks the KDC for one if need be. */
  public Login current() throws MechanismException, InterruptedException {
    Login known = current;
    return known != null && !known.timeLeft().isZero() ? known : newerThan(known);
  }

  /**
   * Returns another login than {@code known}: one that somebody has made meanwhile, or a new one.
   */
  public Login newerThan(@Nullable Login known) throws MechanismException, InterruptedException {
    Login now = current;
    if (now != null && now != known) {
      return now;
    }
    FutureTask<Login> ours = new FutureTask<>(this::logIn);
    FutureTask<Login> theirs = underWay.compareAndExchange(null, ours);
    if (theirs == null) {
      try {
        ours.run();
      } finally {
        underWay.set(null);
      }
    }
    try {
      return (theirs == null ? ours : theirs).get();
    } catch (ExecutionException failure) {
      Throwable cause = failure.getCause();
      throw new MechanismException("no Kerberos login as " + name, cause == null ? failure : cause);
    }
  }

  private Login logIn() throws LoginException {
    LoginContext context = source.open();
    context.login();
    Login made = new Login(context.getSubject());
    current = made;
    Topics.CLIENT.info("Kerberos {}, good for {}", made, made.timeLeft());
    return made;
  }

  @Override
  public String toString() {
    return "Kerberos tickets of " + name;
  }
}
