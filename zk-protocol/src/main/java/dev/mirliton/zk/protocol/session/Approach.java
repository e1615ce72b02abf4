package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.Hosts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The way to a server: resolve a name, open a link, ask for the session, show credentials; what
 * fails is followed by the next address or server, a round that failed by what the reconnect policy
 * says. Whom to try next is {@link ServerList}'s business, what is said on the link {@link
 * Session}'s.
 *
 * <p>Every attempt has a number. Input that belongs to another attempt than the present one is
 * ignored: it comes from a link, resolver or policy that is not waited for any more.
 */
final class Approach {
  private enum Step {
    /** The policy is asked whether and when there is another round. */
    DECIDING,
    /** Waiting before the next round. */
    PAUSING,
    /** A host name is being resolved. */
    RESOLVING,
    /** A link is being opened. */
    OPENING,
    /** The connect request was sent; nothing else may be until its answer is here. */
    HANDSHAKING,
    /** The session is granted, the credentials are not accepted yet. */
    AUTHENTICATING,
    /** A server serves, or none is wanted any more. */
    OVER
  }

  private final SessionConfig config;
  private final SessionOutput output;
  private final ServerList servers;
  private final Outages outages = new Outages();
  private Step step = Step.OVER;
  private int attempt;
  private @Nullable InetSocketAddress address;
  private @Nullable Supplier<String> proof; // of who we are, while SASL is under way
  private long stepEndNs;
  private @Nullable Throwable lastFailure;

  Approach(SessionConfig config, SessionOutput output, RandomGenerator random) {
    this.config = config;
    this.output = output;
    this.servers = new ServerList(config.servers(), config.hostOrder(), random);
  }

  /** Returns the number of the present attempt, or of none if there is none. */
  int attempt() {
    return attempt;
  }

  /** Whether the present attempt's link is open, and the connect request not answered yet. */
  boolean isHandshaking() {
    return step == Step.HANDSHAKING;
  }

  /** Returns the server of the present attempt. */
  Hosts.Server server() {
    return servers.current();
  }

  /** Returns where the present attempt's link goes. */
  InetSocketAddress address() {
    if (address == null) {
      throw new IllegalStateException("no link was asked for");
    }
    return address;
  }

  /** Returns what went wrong last, and where, if anything has since a server served. */
  @Nullable Throwable lastFailure() {
    return lastFailure;
  }

  /** Returns every server there is to try. */
  List<Hosts.Server> servers() {
    return servers.all();
  }

  // ---- rounds ----------------------------------------------------------------------------------

  /** Begins the first round. */
  void start(long nowNs) {
    outages.begin(nowNs);
    next(nowNs);
  }

  /** Tries the next address or server; asks the policy if the round is over. */
  void next(long nowNs) {
    attempt++;
    address = servers.nextAddress();
    if (address != null) {
      enter(Step.OPENING, config.connectTimeoutNs(), nowNs);
      output.connect(servers.current(), address);
      return;
    }
    Hosts.Server server = servers.nextServer();
    if (server != null) {
      enter(Step.RESOLVING, config.connectTimeoutNs(), nowNs);
      output.resolve(server);
    } else {
      outages.roundFailed();
      servers.newRound();
      decide(nowNs);
    }
  }

  private void enter(Step next, long lastingNs, long nowNs) {
    step = next;
    stepEndNs = nowNs + lastingNs;
  }

  private void decide(long nowNs) {
    attempt++;
    step = Step.DECIDING;
    output.reconnect(outages.outage(nowNs));
  }

  /**
   * The policy said when the next round begins.
   *
   * @return whether the attempt is still the present one
   */
  boolean decided(int forAttempt, long pauseNs, long nowNs) {
    if (forAttempt != attempt || step != Step.DECIDING) {
      return false;
    }
    if (pauseNs > 0) {
      enter(Step.PAUSING, pauseNs, nowNs);
    } else {
      next(nowNs);
    }
    return true;
  }

  /** Whether the policy is being asked, for this attempt. */
  boolean isDeciding(int forAttempt) {
    return forAttempt == attempt && step == Step.DECIDING;
  }

  /** A server has ended the session, so servers are back: begins another round at once. */
  void startOver(long nowNs) {
    outages.answered();
    servers.newRound();
    next(nowNs);
  }

  /** The session that the present attempt may have asked for is over. */
  void restart(long nowNs) {
    if (step != Step.DECIDING && step != Step.PAUSING) {
      next(nowNs);
    }
  }

  // ---- attempts --------------------------------------------------------------------------------

  /** A host name was resolved. */
  void resolved(int forAttempt, List<InetAddress> addresses, long nowNs) {
    if (addresses.isEmpty()) {
      unresolved(forAttempt, new UnknownHostException("no address is known for the host"), nowNs);
    } else if (forAttempt == attempt && step == Step.RESOLVING) {
      servers.resolved(addresses);
      next(nowNs);
    }
  }

  /** A host name could not be resolved. */
  void unresolved(int forAttempt, Throwable cause, long nowNs) {
    if (forAttempt == attempt && step == Step.RESOLVING) {
      failed(cause, nowNs);
    }
  }

  /**
   * The link stands.
   *
   * @return whether the connect request is due: this is the present attempt's link
   */
  boolean opened(int forAttempt, long nowNs) {
    if (forAttempt != attempt || step != Step.OPENING) {
      return false;
    }
    enter(Step.HANDSHAKING, config.handshakeTimeoutNs(), nowNs);
    return true;
  }

  /** The server has granted the session. The attempt's time goes on until the server serves. */
  void granted(boolean newSession) {
    step = Step.AUTHENTICATING;
    proof = null;
    outages.connected(newSession);
  }

  /** The server serves. */
  void arrived() {
    step = Step.OVER;
    lastFailure = null;
  }

  /** The attempt failed: goes on with the next. */
  void failed(@Nullable Throwable cause, long nowNs) {
    Throwable why = cause == null ? new IOException("closed") : cause;
    lastFailure = named(why);
    output.attemptFailed(servers.current(), address, why);
    next(nowNs);
  }

  private Throwable named(Throwable why) {
    return new IOException(servers.current() + ": " + why.getMessage(), why);
  }

  /**
   * SASL is under way, or is no more. The attempt's time goes on.
   *
   * @param awaited says what for, when time is up; null once both sides are content
   */
  void proving(@Nullable Supplier<String> awaited) {
    proof = awaited;
  }

  /** The connection to the server that served was lost, with this session timeout. */
  void lost(@Nullable Throwable cause, Outages.Service service, long timeoutNs, long nowNs) {
    lastFailure = named(cause == null ? new IOException("closed") : cause);
    if (outages.lost(service, timeoutNs, nowNs)) {
      output.contested();
    }
    servers.newRoundElsewhere();
    decide(nowNs);
  }

  /** No server is wanted any more. */
  void end() {
    attempt++;
    step = Step.OVER;
  }

  // ---- changes of the list ---------------------------------------------------------------------

  /**
   * Other servers were given.
   *
   * @param served whether a server serves
   * @return whether that one is to be left, by {@link #leave}
   */
  boolean give(List<Hosts.Server> given, boolean served, long nowNs) {
    Rebalancing change = servers.give(given);
    if (served) {
      return servers.leavesFor(change);
    }
    adapt(change, nowNs);
    return false;
  }

  /** Other servers were learned; as {@link #give}, but who is served by one that stays, stays. */
  boolean learn(List<Hosts.Server> learned, boolean served, long nowNs) {
    Rebalancing change = servers.learn(learned);
    if (served) {
      return servers.isCurrentGone() && servers.leavesFor(change);
    }
    adapt(change, nowNs);
    return false;
  }

  /**
   * Whoever is on the way to a server that is gone turns round, whoever pauses sets out at once.
   */
  private void adapt(Rebalancing change, long nowNs) {
    switch (step) {
      case PAUSING -> {
        if (!change.added().isEmpty()) {
          next(nowNs);
        }
      }
      case RESOLVING, OPENING, HANDSHAKING -> {
        if (servers.isCurrentGone()) {
          servers.skip();
          output.disconnect();
          next(nowNs);
        }
      }
      case DECIDING, AUTHENTICATING, OVER -> {}
    }
  }

  /** The server that served was left on purpose, for the round that was begun. */
  void leave(long nowNs) {
    outages.ended(nowNs);
    next(nowNs);
  }

  /** Begins a round with this address of this server. */
  void prefer(Hosts.Server server, InetSocketAddress address) {
    servers.newRoundAt(server, address);
  }

  // ---- time ------------------------------------------------------------------------------------

  /** Returns when {@link #tick} is due next. */
  long wakeAtNs() {
    return step == Step.OVER || step == Step.DECIDING ? Long.MAX_VALUE : stepEndNs;
  }

  /** Time passed. Returns why the present attempt has failed, or null if it has not. */
  @Nullable Throwable tick(long nowNs) {
    if (step == Step.OVER || step == Step.DECIDING || nowNs - stepEndNs < 0) {
      return null;
    }
    if (step == Step.PAUSING) {
      next(nowNs);
      return null;
    }
    return new SocketTimeoutException(silent());
  }

  private String silent() {
    long connectMs = config.connectTimeoutNs() / 1_000_000;
    long handshakeMs = config.handshakeTimeoutNs() / 1_000_000;
    return switch (step) {
      case RESOLVING -> "the host name was not resolved within " + connectMs + " ms";
      case OPENING -> "no connection within " + connectMs + " ms";
      case HANDSHAKING ->
          "connected, but no answer to the connect request within " + handshakeMs + " ms";
      default ->
          proof == null
              ? "connected, but not authenticated within " + handshakeMs + " ms"
              : "connected, but no SASL within " + handshakeMs + " ms: " + proof.get();
    };
  }
}
