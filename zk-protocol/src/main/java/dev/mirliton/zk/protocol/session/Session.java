package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.Failure;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.ProtocolException;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.protocol.session.Loss.Reason;
import dev.mirliton.zk.protocol.wire.ConnectResponse;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.FrameDecoder;
import dev.mirliton.zk.protocol.wire.FrameLengthException;
import dev.mirliton.zk.protocol.wire.FrameSink;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.ReplyHeader;
import dev.mirliton.zk.protocol.wire.RequestHeader;
import dev.mirliton.zk.protocol.wire.WireFormatException;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;
import dev.mirliton.zk.protocol.wire.Xid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.security.auth.login.FailedLoginException;
import org.jspecify.annotations.Nullable;

/**
 * The life of a client with an ensemble: connect, authenticate, arm watches, serve requests, notice
 * silence, reconnect, notice the end of a session and open another, close. A pure state machine;
 * stepped by one thread at a time, each step given the time.
 *
 * <p>Input that belongs to one connection attempt carries that attempt's number ({@link
 * #attempt()}), so that what an abandoned link or resolver says late is ignored.
 *
 * <p>Delegates: requests and their fates to {@link Requests}, watches to {@link Watches}, what
 * servers are shown to {@link Identity}, {@link SaslExchange} and {@link AuthExchanges}, times to
 * {@link Heartbeat} and {@link Hearing}, whom to try next to {@link ServerList}. What is left here
 * is the order of things, which is why this is the one long class of the package.
 */
public final class Session {
  private final SessionConfig config;
  private final SessionOutput output;
  private final ServerList servers;
  private final Identity identity;
  private final Hearing hearing;
  private final Heartbeat heartbeat = new Heartbeat();
  private final Outgoing outgoing = new Outgoing();
  private final Requests requests;
  private final Watches watches;
  private final SaslExchange sasl;
  private final AuthExchanges auth;
  private final FrameDecoder decoder;
  private final FrameSink frames = this::onFrame;
  private final WireReader reader = new WireReader();

  private Phase phase = Phase.PAUSING;
  private KeeperState state = KeeperState.CONNECTING;
  private @Nullable InetSocketAddress address;
  private int attempt;
  private long phaseEndNs; // of the pause, or of the attempt
  private long nowNs; // of the current step
  private long liveSinceNs;
  private boolean answered; // a request of the user, since then
  private boolean readOnly;
  private boolean closing;
  private boolean closeSent;
  private @Nullable Throwable endCause;

  /** Creates a session that does nothing before {@link #start}. */
  public Session(SessionConfig config, SessionOutput output, RandomGenerator random) {
    this.config = config;
    this.output = output;
    this.identity = new Identity(config);
    this.hearing = new Hearing(output);
    this.servers = new ServerList(config.servers(), config.reconnect(), random);
    this.requests = new Requests(config.maxQueued(), config.maxPacketBytes(), output, outgoing);
    this.watches = new Watches(requests, output, config.maxPacketBytes(), this::onRearmRefused);
    this.sasl = new SaslExchange(output, outgoing);
    this.auth = new AuthExchanges(config.credentials(), output);
    this.decoder = new FrameDecoder(config.maxPacketBytes());
  }

  // ---- what the outside may ask --------------------------------------------------------------

  /** Returns the number of the current connection attempt. */
  public int attempt() {
    return attempt;
  }

  /** Returns the bytes that wait to be written. After writing some, call {@link #wrote}. */
  public Outgoing outgoing() {
    return outgoing;
  }

  /** Returns how many requests are on the connection without an answer. */
  public int inFlight() {
    return requests.pending().size();
  }

  /** Returns when {@link #tick} is due next; earlier is harmless. */
  public long wakeAtNs() {
    long wake = requests.nextDeadlineNs();
    switch (phase) {
      case PAUSING, RESOLVING, OPENING, HANDSHAKING, NEGOTIATING ->
          wake = Math.min(wake, phaseEndNs);
      case AUTHENTICATING, LIVE -> wake = Math.min(wake, heartbeat.nextNs());
      case OVER -> {}
    }
    if (hasLostSight()) {
      wake = Math.min(wake, heartbeat.sessionEndNs());
    }
    return wake;
  }

  /** Whether there is a session that a server once knew, and no connection that keeps it alive. */
  private boolean hasLostSight() {
    return identity.isConfirmed() && !phase.isEstablished() && phase != Phase.OVER;
  }

  // ---- requests ------------------------------------------------------------------------------

  /** Makes a request. It is sent now, or when there is a connection. */
  public void submit(Exchange exchange, long now) {
    nowNs = now;
    if (phase == Phase.OVER || closing) {
      refuse(exchange);
      return;
    }
    requests.submit(exchange, phase == Phase.LIVE, now);
    if (!outgoing.isEmpty()) {
      heartbeat.sent(now);
    }
  }

  private void refuse(Delivery told) {
    Reason reason =
        switch (state) {
          case AUTH_FAILED -> Reason.AUTH_FAILED;
          case DETACHED -> Reason.DETACHED;
          default -> Reason.CLOSED;
        };
    output.deliver(told, new Loss(reason, Fate.NOT_SENT, endCause));
  }

  /** Shows credentials now, if connected, and on every later connection unless they are refused. */
  public void authenticate(Authentication credentials, Delivery told, long now) {
    nowNs = now;
    if (phase == Phase.OVER || closing) {
      refuse(told);
      return;
    }
    auth.add(credentials, told, phase.isEstablished() ? outgoing.writer() : null);
    heartbeat.sent(now);
  }

  /** The owner of a watch closed it; the server's is removed when no local one needs it. */
  public void unwatch(Watcher watcher, long now) {
    nowNs = now;
    watches.remove(watcher, phase == Phase.LIVE && !closing, now);
  }

  /** The link took bytes. */
  public void wrote(long now) {
    nowNs = now;
    pump();
  }

  /** Puts on a live connection what waited for room on it, and the session's end behind it. */
  private void pump() {
    if (phase != Phase.LIVE) {
      return;
    }
    requests.pump(nowNs);
    if (closing && !closeSent && requests.isNoneWaiting()) {
      closeSent = true;
      requests.send(
          new SystemRequest(OpCode.CLOSE_SESSION, body -> {}, error -> finish(null)), nowNs);
    }
  }

  // ---- connecting ----------------------------------------------------------------------------

  /** Starts looking for a server. */
  public void start(long now) {
    nowNs = now;
    tryNext();
  }

  private void tryNext() {
    attempt++;
    address = servers.nextAddress();
    if (address != null) {
      phase = Phase.OPENING;
      phaseEndNs = nowNs + config.attemptTimeoutNs();
      output.connect(servers.current(), address);
      return;
    }
    Hosts.Server server = servers.nextServer();
    if (server != null) {
      phase = Phase.RESOLVING;
      phaseEndNs = nowNs + config.attemptTimeoutNs();
      output.resolve(server);
    } else {
      pause(servers.pauseNs());
    }
  }

  private void pause(long ns) {
    attempt++;
    phase = Phase.PAUSING;
    phaseEndNs = nowNs + ns;
  }

  /** A host name was resolved. */
  public void resolved(int forAttempt, List<InetAddress> addresses, long now) {
    if (addresses.isEmpty()) {
      unresolved(forAttempt, new UnknownHostException("no address is known for the host"), now);
    } else if (forAttempt == attempt && phase == Phase.RESOLVING) {
      nowNs = now;
      servers.resolved(addresses);
      tryNext();
    }
  }

  /** A host name could not be resolved. */
  public void unresolved(int forAttempt, Throwable cause, long now) {
    if (forAttempt == attempt && phase == Phase.RESOLVING) {
      nowNs = now;
      lost(cause, false);
    }
  }

  /** The link stands. */
  public void opened(int forAttempt, long now) {
    if (forAttempt != attempt || phase != Phase.OPENING) {
      return;
    }
    nowNs = now;
    phase = Phase.HANDSHAKING;
    decoder.reset();
    outgoing.reset();
    WireWriter writer = outgoing.writer();
    int frame = writer.beginFrame();
    identity.request().encode(writer);
    writer.endFrame(frame);
    hearing.connectSent(now);
  }

  /** The link closed, or could not be opened. */
  public void disconnected(int forAttempt, @Nullable Throwable cause, long now) {
    if (forAttempt == attempt && phase != Phase.OVER) {
      nowNs = now;
      lost(phase == Phase.NEGOTIATING ? sasl.closedByPeer(cause) : cause, false);
    }
  }

  /** Gives the connection up. */
  private void drop(@Nullable Throwable cause, boolean poisoned) {
    output.disconnect();
    lost(cause, poisoned);
  }

  private void lost(@Nullable Throwable cause, boolean poisoned) {
    if (phase != Phase.LIVE) {
      output.attemptFailed(
          servers.current(), address, cause == null ? new IOException("closed") : cause);
    }
    if (closing && !identity.isWorthEnding()) {
      finish(cause);
      return;
    }
    closeSent = false; // nobody knows whether a server heard it: the next one will say
    if (closing) {
      requests.failAll(Reason.CLOSED, cause);
    } else {
      requests.disconnected(cause, poisoned);
    }
    if (state.connection() == ConnectionState.CONNECTED) {
      announce(KeeperState.CONNECTING, cause);
    }
    long pauseNs = phase == Phase.LIVE ? servers.lost(nowNs - liveSinceNs, answered) : 0;
    if (pauseNs > 0) {
      pause(pauseNs);
    } else {
      tryNext();
    }
  }

  private void announce(KeeperState to, @Nullable Throwable cause) {
    if (state != to) {
      state = to;
      output.state(to, cause);
    }
  }

  // ---- bytes ---------------------------------------------------------------------------------

  /** Bytes arrived; they are consumed to the end. */
  public void received(int forAttempt, ByteBuffer bytes, long now) {
    if (forAttempt != attempt || phase == Phase.OVER) {
      bytes.position(bytes.limit());
      return;
    }
    nowNs = now;
    if (phase.isEstablished()) {
      heartbeat.received(now);
    }
    try {
      decoder.feed(bytes, frames);
    } catch (FrameLengthException notAFrame) {
      bytes.position(bytes.limit());
      boolean poisoned = phase == Phase.LIVE && inFlight() > 0 && notAFrame.length() > 0;
      drop(protocol("read reply", notAFrame.getMessage(), notAFrame), poisoned);
    } catch (WireFormatException garbled) {
      bytes.position(bytes.limit());
      drop(protocol("read reply", garbled.getMessage(), garbled), false);
    }
    hearing.tellIfNew();
    pump();
  }

  private static ProtocolException protocol(
      String operation, @Nullable String what, @Nullable Throwable cause) {
    return new ProtocolException(
        Failure.local(operation, null), what == null ? "garbled" : what, cause);
  }

  private void onFrame(ByteBuffer frame) {
    switch (phase) {
      case HANDSHAKING -> onHandshake(frame);
      case NEGOTIATING -> {
        reader.reset(frame);
        onSasl(sasl.answered(reader));
      }
      case AUTHENTICATING, LIVE -> {
        reader.reset(frame);
        onReply();
      }
      default -> {} // the connection was given up within this batch
    }
  }

  private void onHandshake(ByteBuffer frame) {
    reader.reset(frame);
    if (ConnectResponse.isRefusal(reader)) {
      String refusal = ErrorCode.name(ReplyHeader.decode(reader).err());
      drop(protocol("connect", "the server refused: " + refusal, null), false);
      return;
    }
    ConnectResponse response = ConnectResponse.decode(reader);
    if (response.isExpired()) {
      if (identity.isNone()) {
        drop(protocol("connect", "the server refused a new session", null), false);
      } else {
        output.disconnect();
        servers.startOver();
        expired(null);
      }
      return;
    }
    if (!identity.isGrantedBy(response)) {
      // What belongs to the old session must not be mistaken for this one's.
      drop(protocol("connect", "the server answered for another session", null), false);
      return;
    }
    identity.granted(response);
    readOnly = Boolean.TRUE.equals(response.readOnly());
    output.established(response.sessionId(), response.password(), response.timeoutMs());
    hearing.connected(!readOnly);
    heartbeat.start(response.timeoutMs() * 1_000_000L, nowNs);
    if (config.sasl() && address != null) {
      phase = Phase.NEGOTIATING;
      sasl.begin(servers.current(), address);
    } else {
      showCredentials();
    }
  }

  /** The SASL mechanism has done its part. */
  public void sasl(int forAttempt, SaslStep step, long now) {
    if (forAttempt == attempt && phase == Phase.NEGOTIATING) {
      nowNs = now;
      onSasl(sasl.said(step));
    }
  }

  private void onSasl(SaslExchange.Outcome outcome) {
    switch (outcome.next()) {
      case STEP -> {}
      case PROVEN -> {
        heartbeat.received(nowNs); // not as sent: servers do not count SASL as a sign of life
        showCredentials();
      }
      case FAILED -> drop(outcome.why(), false);
      case REFUSED -> end(KeeperState.AUTH_FAILED, Reason.AUTH_FAILED, outcome.why());
    }
  }

  private void showCredentials() {
    phase = Phase.AUTHENTICATING;
    auth.sendAll(outgoing.writer());
    if (auth.isDone()) {
      live();
    }
  }

  private void live() {
    phase = Phase.LIVE;
    identity.served();
    liveSinceNs = nowNs;
    answered = false;
    if (!closing) {
      // Before any request of the user, and all with the zxid known now: a reply may move it on.
      watches.rearm(identity.lastZxid(), nowNs);
      announce(readOnly ? KeeperState.CONNECTED_READ_ONLY : KeeperState.CONNECTED, null);
    }
    pump();
  }

  private void onRearmRefused(int error) {
    // Without its watches a session is deaf and does not know it: it asks another time.
    String what = "the server would not set watches again: " + ErrorCode.name(error);
    drop(protocol("reconnect", what, null), false);
  }

  private void onReply() {
    int xid = reader.readInt();
    long zxid = reader.readLong();
    int error = reader.readInt();
    if (error == ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH) {
      onStranger(xid, error);
      return;
    }
    switch (xid) {
      case Xid.NOTIFICATION -> watches.onEvent(reader);
      case Xid.PING -> hearing.answered(heartbeat.ponged());
      case Xid.AUTH -> onAuthReply(error);
      default -> onAnswer(xid, zxid, error);
    }
  }

  private void onAuthReply(int error) {
    if (error == ErrorCode.OK) {
      auth.accepted();
      if (phase == Phase.AUTHENTICATING && auth.isDone()) {
        live();
      }
      return;
    }
    AuthExchanges.Refusal refusal = auth.refused();
    if (refusal.isFinal()) {
      end(KeeperState.AUTH_FAILED, Reason.AUTH_FAILED, refusal.why());
    } else {
      // The server closes the connection, the session goes on without them.
      drop(refusal.why(), false);
    }
  }

  /** The server serves only those who authenticated; it closes the connection now. */
  private void onStranger(int xid, int error) {
    requests.turnedAway(xid, error, reader);
    String why = "the server serves only those who authenticate: " + ErrorCode.name(error);
    end(KeeperState.AUTH_FAILED, Reason.AUTH_FAILED, new FailedLoginException(why));
  }

  private void onAnswer(int xid, long zxid, int error) {
    PendingRequests pending = requests.pending();
    int at = pending.placeOf(xid, error);
    if (at < 0) {
      String what = "reply has xid " + xid + ", expected " + pending.expected();
      drop(protocol("read reply", what, null), false);
      return;
    }
    hearing.answered(pending.sentNs(at));
    Exchange exchange = pending.remove(at);
    if (at == 0 && !(exchange instanceof SystemRequest)) {
      // Not while watches wait to be set again: these ask for what happened since the last zxid.
      identity.seen(zxid);
      answered = true;
    }
    if (exchange == null) {
      return; // given up; its reply was all that was awaited
    }
    Object outcome;
    try {
      outcome = exchange.answer(error, reader);
    } catch (RuntimeException garbled) {
      output.deliver(exchange, new Loss(Reason.GARBLED, Fate.UNKNOWN, garbled));
      return;
    }
    Watcher watcher = exchange.watcher();
    if (watcher != null) {
      watches.onAnswer(watcher, error, nowNs);
    }
    output.deliver(exchange, outcome);
  }

  // ---- time ----------------------------------------------------------------------------------

  /** Time passed: does what is due. */
  public void tick(long now) {
    nowNs = now;
    requests.expire(now);
    switch (phase) {
      case PAUSING -> {
        if (now - phaseEndNs >= 0) {
          tryNext();
        }
      }
      case RESOLVING, OPENING, HANDSHAKING, NEGOTIATING -> {
        if (now - phaseEndNs >= 0) {
          drop(new SocketTimeoutException(silent()), false);
        }
      }
      case AUTHENTICATING, LIVE -> {
        beat();
        pump();
      }
      case OVER -> {}
    }
    if (hasLostSight() && now - heartbeat.sessionEndNs() >= 0) {
      output.disconnect();
      expired(new SocketTimeoutException("no server was reached in time to keep the session"));
    }
  }

  private String silent() {
    long ms = config.attemptTimeoutNs() / 1_000_000;
    return switch (phase) {
      case RESOLVING -> "the host name was not resolved within " + ms + " ms";
      case OPENING -> "no connection within " + ms + " ms";
      case NEGOTIATING -> "connected, but no SASL within " + ms + " ms: " + sasl.awaited();
      default -> "connected, but no answer to the connect request within " + ms + " ms";
    };
  }

  private void beat() {
    if (heartbeat.isConnectionDead(nowNs)) {
      long silence = heartbeat.silenceNs(nowNs) / 1_000_000;
      drop(new SocketTimeoutException("nothing was received for " + silence + " ms"), false);
    } else if (heartbeat.isPingDue(nowNs)) {
      WireWriter writer = outgoing.writer();
      int frame = writer.beginFrame();
      RequestHeader.encode(writer, Xid.PING, OpCode.PING);
      writer.endFrame(frame);
      heartbeat.pinged(nowNs);
    }
  }

  // ---- ends ----------------------------------------------------------------------------------

  /** The session is over, by the server's word or by the clock; another is opened. */
  private void expired(@Nullable Throwable cause) {
    identity.forget();
    requests.failAll(Reason.EXPIRED, cause);
    watches.clear();
    output.sessionOver();
    if (closing) {
      end(KeeperState.CLOSED, Reason.CLOSED, null);
      return;
    }
    announce(KeeperState.EXPIRED, cause);
    tryNext();
  }

  /**
   * Ends the session: after every request made so far was sent, if there is a connection; otherwise
   * as soon as a server can be told. Ends at once if there is no session.
   */
  public void close(long now) {
    nowNs = now;
    if (closing || phase == Phase.OVER) {
      return;
    }
    closing = true;
    if (phase == Phase.LIVE) {
      pump();
      return;
    }
    requests.failWaiting(Reason.CLOSED, null);
    boolean atWork = phase == Phase.NEGOTIATING || phase.isEstablished();
    if (!atWork && !identity.isWorthEnding()) {
      finish(null);
    }
  }

  /**
   * Ends everything here and leaves the session to others: no server is told.
   *
   * @return what they need; or null, and nothing changed, if there is no session or it is being
   *     closed
   */
  public ZkOptions.@Nullable Attachment detach(long now) {
    nowNs = now;
    if (closing || phase == Phase.OVER || identity.isNone()) {
      return null;
    }
    end(KeeperState.DETACHED, Reason.DETACHED, null);
    return identity.attachment();
  }

  /** Ends everything now, whatever the server knows. */
  public void abort(long now) {
    nowNs = now;
    if (phase != Phase.OVER) {
      closing = true;
      finish(null);
    }
  }

  private void finish(@Nullable Throwable cause) {
    end(KeeperState.CLOSED, Reason.CLOSED, cause);
  }

  private void end(KeeperState last, Reason reason, @Nullable Throwable cause) {
    if (phase == Phase.OVER) {
      return;
    }
    phase = Phase.OVER;
    endCause = cause;
    attempt++;
    output.disconnect();
    requests.failAll(reason, cause);
    auth.failAll(reason, cause);
    watches.clear();
    output.sessionOver();
    announce(last, cause);
  }
}
