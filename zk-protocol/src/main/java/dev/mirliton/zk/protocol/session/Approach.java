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
 * The way to a server: resolve a name, open a link, await the answer to the connect request; what
 * fails is followed by the next address or server, a round that failed by a pause. Whom to try next
 * is {@link ServerList}'s business, what is said on the link {@link Session}'s.
 *
 * <p>Every attempt has a number. Input that belongs to another attempt than the present one is
 * ignored: it comes from a link or resolver that was given up.
 */
final class Approach {
  private enum Step {
    /** A round of attempts failed; waiting before the next. */
    PAUSING,
    /** A host name is being resolved. */
    RESOLVING,
    /** A link is being opened. */
    OPENING,
    /** The connect request was sent; nothing else may be until its answer is here. */
    HANDSHAKING,
    /** SASL is under way. */
    PROVING,
    /** The server has answered, or none is wanted any more. */
    OVER
  }

  private final long attemptTimeoutNs;
  private final SessionOutput output;
  private final ServerList servers;
  private Step step = Step.PAUSING;
  private int attempt;
  private @Nullable InetSocketAddress address;
  private Supplier<String> proof = () -> "";
  private long stepEndNs; // of the pause, or of the attempt

  Approach(SessionConfig config, SessionOutput output, RandomGenerator random) {
    this.attemptTimeoutNs = config.attemptTimeoutNs();
    this.output = output;
    this.servers = new ServerList(config.servers(), config.reconnect(), random);
  }

  /** Returns the number of the present attempt, or of none if there is none. */
  int attempt() {
    return attempt;
  }

  /** Whether the present attempt's link is open, and the connect request not answered yet. */
  boolean isHandshaking() {
    return step == Step.HANDSHAKING;
  }

  /** Whether the session is granted, and SASL under way. */
  boolean isProving() {
    return step == Step.PROVING;
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

  /** Returns when {@link #tick} is due next. */
  long wakeAtNs() {
    return step == Step.OVER ? Long.MAX_VALUE : stepEndNs;
  }

  /** Tries the next address or server, or pauses if the round is over. */
  void next(long nowNs) {
    attempt++;
    stepEndNs = nowNs + attemptTimeoutNs;
    address = servers.nextAddress();
    if (address != null) {
      step = Step.OPENING;
      output.connect(servers.current(), address);
      return;
    }
    Hosts.Server server = servers.nextServer();
    if (server != null) {
      step = Step.RESOLVING;
      output.resolve(server);
    } else {
      pause(servers.pauseNs(), nowNs);
    }
  }

  private void pause(long ns, long nowNs) {
    attempt++;
    step = Step.PAUSING;
    stepEndNs = nowNs + ns;
  }

  /** A server answered, so servers are back: begins another round at once. */
  void startOver(long nowNs) {
    servers.startOver();
    next(nowNs);
  }

  /**
   * The connection to the server that had answered was lost.
   *
   * @param servedNs how long it served
   * @param answered whether it brought an answer to anybody
   */
  void lost(long servedNs, boolean answered, long nowNs) {
    long pauseNs = servers.lost(servedNs, answered);
    if (pauseNs > 0) {
      pause(pauseNs, nowNs);
    } else {
      next(nowNs);
    }
  }

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
  boolean opened(int forAttempt) {
    if (forAttempt != attempt || step != Step.OPENING) {
      return false;
    }
    step = Step.HANDSHAKING;
    return true;
  }

  /** The attempt failed: goes on with the next. */
  void failed(@Nullable Throwable cause, long nowNs) {
    output.attemptFailed(
        servers.current(), address, cause == null ? new IOException("closed") : cause);
    next(nowNs);
  }

  /**
   * The session is granted, and the attempt's time goes on: both sides have yet to prove
   * themselves.
   *
   * @param awaited says what for, when time is up
   */
  void proving(Supplier<String> awaited) {
    step = Step.PROVING;
    proof = awaited;
  }

  /** The server has answered the connect request, and knows the client. */
  void arrived() {
    step = Step.OVER;
  }

  /** No server is wanted any more. */
  void end() {
    attempt++;
    step = Step.OVER;
  }

  /** Time passed. */
  void tick(long nowNs) {
    if (step == Step.OVER || nowNs - stepEndNs < 0) {
      return;
    }
    if (step == Step.PAUSING) {
      next(nowNs);
    } else {
      output.disconnect();
      failed(new SocketTimeoutException(silent()), nowNs);
    }
  }

  private String silent() {
    long ms = attemptTimeoutNs / 1_000_000;
    return switch (step) {
      case RESOLVING -> "the host name was not resolved within " + ms + " ms";
      case OPENING -> "no connection within " + ms + " ms";
      case PROVING -> "connected, but no SASL within " + ms + " ms: " + proof.get();
      default -> "connected, but no answer to the connect request within " + ms + " ms";
    };
  }
}
