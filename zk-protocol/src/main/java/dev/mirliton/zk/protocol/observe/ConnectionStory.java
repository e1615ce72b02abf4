package dev.mirliton.zk.protocol.observe;

import static dev.mirliton.zk.protocol.observe.Topics.CONNECTION;
import static dev.mirliton.zk.protocol.observe.Topics.SESSION;

import dev.mirliton.zk.ConnectionAttempt;
import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.StateChange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the client fares with its servers and sessions, told so that a reader of the log at INFO can
 * follow an outage from its cause to its end; the same is told to observers and to the flight
 * recorder. In the session's step.
 */
public final class ConnectionStory {
  private final Observation observation;
  private final Object client;
  private Search search;
  private Hosts.@Nullable Server server; // tried, or serving
  private @Nullable InetSocketAddress address;
  private boolean attempting;
  private long attemptNs;
  private long servingSinceNs;
  private int timeoutMs;
  private String session = "";

  /** Creates the story of a client that begins now. */
  public ConnectionStory(Observation observation) {
    this.observation = observation;
    this.client = observation.client();
    this.search = Search.first(observation.nanoTime());
  }

  // ---- attempts ------------------------------------------------------------------------------

  /** The server's name is being resolved. */
  public void resolving(Hosts.Server next) {
    begin(next);
    CONNECTION.debug("{}: resolving {}", who(), next);
  }

  /** A connection is being opened. */
  public void connecting(Hosts.Server next, InetSocketAddress at) {
    if (!attempting || address != null || !next.equals(server)) {
      begin(next); // otherwise its name was resolved for this one
    }
    address = at;
    CONNECTION.debug("{}: connecting to {}", who(), place());
  }

  private void begin(Hosts.Server next) {
    server = next;
    address = null;
    attempting = true;
    attemptNs = observation.nanoTime();
  }

  private void end(@Nullable Throwable failure) {
    if (attempting && server != null) {
      attempting = false;
      Duration length = Duration.ofNanos(observation.nanoTime() - attemptNs);
      observation.attemptEnded(new ConnectionAttempt(server, address, length, failure));
    }
  }

  /** An attempt failed. */
  public void attemptFailed(Hosts.Server failed, Throwable cause) {
    end(cause);
    long now = observation.nanoTime();
    switch (search.failed(failed, now)) {
      case FAILURE -> CONNECTION.info("{}: no connection to {}: {}", who(), place(), why(cause));
      case SUMMARY ->
          CONNECTION.info(
              "{}: no server for {}: {} attempts failed, the last at {}: {}",
              who(),
              Span.text(search.lengthNs(now)),
              search.failures(),
              place(),
              why(cause));
      case NONE -> CONNECTION.debug("{}: no connection to {}: {}", who(), place(), why(cause));
    }
  }

  // ---- sessions ------------------------------------------------------------------------------

  /**
   * The server accepted a session.
   *
   * @param id its number
   * @param isKnown whether it is the one there was before
   */
  public void established(long id, int timeoutMs, boolean isKnown) {
    end(null);
    this.timeoutMs = timeoutMs;
    String before = session;
    session = "0x" + Long.toHexString(id);
    SESSION.info(
        "{}: {} by {}, timeout {} ms{}",
        who(),
        isKnown ? "accepted again" : "opened",
        place(),
        timeoutMs,
        isKnown || before.isEmpty() ? "" : ", in place of session " + before);
    record(isKnown ? "reattached" : "opened", place(), null);
  }

  /** The server accepted or refused credentials. */
  public void authenticated(String scheme, boolean accepted) {
    if (accepted) {
      SESSION.info("{}: {} credentials accepted", who(), scheme);
    } else {
      SESSION.warn("{}: {} credentials refused", who(), scheme);
    }
  }

  /** Connections are lost so soon and so often as if another client used the session. */
  public void contested() {
    SESSION.warn(
        "{}: connections are lost again and again soon after they were made; does another client"
            + " use this session? This one slows down",
        who());
  }

  /** Every watch is on the server again. */
  public void watchesSetAgain(int watches) {
    Topics.WATCH.info("{}: {} watches set again", who(), watches);
  }

  /** The state changed. */
  public void changed(StateChange change) {
    long now = observation.nanoTime();
    KeeperState state = change.detail();
    Throwable cause = change.cause();
    switch (state) {
      case CONNECTED -> connected("", now);
      case CONNECTED_READ_ONLY -> connected(", read-only, for it has no quorum", now);
      case CONNECTING -> lost(cause, now);
      case EXPIRED -> {
        abandon(state);
        SESSION.warn(
            "{}: expired, and all that belonged to it is gone: {}",
            who(),
            cause == null ? "the server said so" : why(cause));
        record("expired", null, cause);
      }
      case AUTH_FAILED -> {
        SESSION.error(
            "{}: over, because authentication failed: {}; this client connects no more",
            who(),
            cause == null ? "credentials were refused" : why(cause));
        over("auth failed", state, cause);
      }
      case GAVE_UP -> {
        SESSION.error(
            "{}: over, because the reconnect policy gave up{}",
            who(),
            cause == null ? "" : ": " + why(cause));
        over("gave up", state, cause);
      }
      case DETACHED -> {
        SESSION.info("{}: left to others", who());
        over("detached", state, cause);
      }
      case CLOSED -> {
        SESSION.info("{}: closed{}", who(), cause == null ? "" : ", after " + why(cause));
        over("closed", state, cause);
      }
    }
    observation.stateChanged(change);
  }

  private void connected(String how, long now) {
    int attempts = search.failures() + 1;
    if (search.isOutage()) {
      CONNECTION.info(
          "{}: connected to {} again{}, after {} without a server and {} {}",
          who(),
          place(),
          how,
          Span.text(search.lengthNs(now)),
          attempts,
          attempts == 1 ? "attempt" : "attempts");
    } else if (attempts > 1) {
      CONNECTION.info(
          "{}: connected to {}{}, after {} and {} attempts",
          who(),
          place(),
          how,
          Span.text(search.lengthNs(now)),
          attempts);
    } else {
      CONNECTION.info("{}: connected to {}{}", who(), place(), how);
    }
    search.end(place(), session);
    search = Search.first(now);
    servingSinceNs = now;
  }

  private void lost(@Nullable Throwable cause, long now) {
    String reason = cause == null ? "it closed the connection" : why(cause);
    CONNECTION.info(
        "{}: lost {} after {}: {}", who(), place(), Span.text(now - servingSinceNs), reason);
    search = Search.after(observation.recorder().outage(), reason, place(), session, now);
  }

  private void over(String how, KeeperState state, @Nullable Throwable cause) {
    abandon(state);
    search.end(null, session);
    record(how, null, cause);
  }

  /** An attempt that is under way is given up. */
  private void abandon(KeeperState because) {
    end(new IOException("given up, because the client is " + because));
  }

  private void record(String change, @Nullable String by, @Nullable Throwable cause) {
    if (!session.isEmpty()) {
      String reason = cause == null ? null : why(cause);
      observation.recorder().session(new SessionChange(change, session, by, timeoutMs, reason));
    }
  }

  // ---- words ---------------------------------------------------------------------------------

  /** Returns the client as it is called now: an appender may ask for its name only later. */
  private String who() {
    return client.toString();
  }

  /** Returns the server, and which of its addresses if its name does not say. */
  private String place() {
    String name = String.valueOf(server);
    InetSocketAddress at = address;
    InetAddress ip = at == null ? null : at.getAddress();
    if (at == null || ip == null) {
      return name;
    }
    String numbers = new Hosts.Server(ip.getHostAddress(), at.getPort()).toString();
    return numbers.equals(name) ? name : name + " (" + numbers + ")";
  }

  private static String why(Throwable cause) {
    String message = cause.getMessage();
    if (message == null || message.isBlank()) {
      return cause.getClass().getSimpleName();
    }
    // Its message is the name alone.
    return cause instanceof UnknownHostException ? "unknown host: " + message : message;
  }
}
