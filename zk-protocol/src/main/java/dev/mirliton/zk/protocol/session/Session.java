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
import dev.mirliton.zk.protocol.wire.RequestHeader;
import dev.mirliton.zk.protocol.wire.WireFormatException;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;
import dev.mirliton.zk.protocol.wire.Xid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
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
 * <p>Delegates: requests and their fates to {@link Requests}, watches to {@link Watches}, whom an
 * answer is for to {@link Replies}, what servers are shown to {@link Identity}, {@link
 * SaslExchange} and {@link AuthExchanges}, times to {@link Heartbeat} and {@link Hearing}, the way
 * to a server to {@link Approach}, away from it to {@link Departure}, to one that writes to {@link
 * ReadWriteSearch}. What is left here is the order of things, which is why this is the one long
 * class of the package.
 */
public final class Session {
  /**
   * By how much an answer may be over the packet limit to be skipped, and not to end everything.
   */
  private static final long SKIPPED = 16;

  /** A server that refuses at its door closes at once; the network may take its time. */
  private static final long LEAVE_NS = 2 * 1_000_000_000L;

  private final SessionOutput output;
  private final Approach approach;
  private final Departure departure;
  private final ReadWriteSearch search;
  private final Identity identity;
  private final Hearing hearing;
  private final Heartbeat heartbeat = new Heartbeat();
  private final Outgoing outgoing = new Outgoing();
  private final ServerFeatures features = new ServerFeatures();
  private final Requests requests;
  private final Watches watches;
  private final SaslExchange sasl;
  private final AuthExchanges auth;
  private final boolean proves; // who it is, by SASL
  private final Replies replies;
  private final FrameDecoder decoder;
  private final FrameSink frames =
      new FrameSink() {
        @Override
        public void onFrame(ByteBuffer frame) {
          Session.this.onFrame(frame);
        }

        @Override
        public void onLongFrame(ByteBuffer head, FrameLengthException error) {
          onLong(head, error);
        }
      };
  private final WireReader reader = new WireReader();

  private Phase phase = Phase.CONNECTING;
  private KeeperState state = KeeperState.CONNECTING;
  private long nowNs; // of the current step
  private long liveSinceNs;
  private long leaveNs = Long.MAX_VALUE; // when to give up a server that does not close
  private boolean readOnly;
  private boolean closing;
  private boolean closeSent;
  private Reason endReason = Reason.CLOSED; // also while it closes
  private @Nullable Throwable endCause;

  /** Creates a session that does nothing before {@link #start}. */
  public Session(SessionConfig config, SessionOutput output, RandomGenerator random) {
    this.output = output;
    this.identity = new Identity(config);
    this.hearing = new Hearing(output);
    this.approach = new Approach(config, output, random);
    this.departure = new Departure(config.handshakeTimeoutNs());
    this.search = new ReadWriteSearch(approach::servers, output);
    this.requests =
        new Requests(
            new Requests.Limits(config.maxQueued(), config.maxInFlight(), config.maxPacketBytes()),
            features,
            output,
            outgoing);
    this.watches =
        new Watches(
            requests, features, output, config.maxPacketBytes(), this::onRearmRefused, () -> nowNs);
    this.sasl = new SaslExchange(output, outgoing);
    this.proves = config.sasl();
    this.auth = new AuthExchanges(config.credentials(), output);
    this.replies =
        new Replies(
            requests, watches, identity, hearing, heartbeat, features, output, new Aftermath());
    int skipped = (int) Math.min(Integer.MAX_VALUE, SKIPPED * config.maxPacketBytes());
    this.decoder = new FrameDecoder(config.maxPacketBytes(), skipped);
  }

  // ---- what the outside may ask --------------------------------------------------------------

  /** Returns the number of the current connection attempt. */
  public int attempt() {
    return approach.attempt();
  }

  /** Returns the bytes that wait to be written. After writing some, call {@link #wrote}. */
  public Outgoing outgoing() {
    return outgoing;
  }

  /** Returns the last transaction that an answer told of, or 0. */
  public long lastZxid() {
    return identity.lastZxid();
  }

  /** Returns how many requests are on the connection without an answer. */
  public int inFlight() {
    return requests.pending().size();
  }

  /** Returns when {@link #tick} is due next; earlier is harmless. */
  public long wakeAtNs() {
    long wake = Math.min(requests.nextDeadlineNs(), approach.wakeAtNs());
    if (phase.isEstablished()) {
      wake = Math.min(wake, Math.min(heartbeat.nextNs(), leaveNs));
    }
    wake = Math.min(wake, Math.min(departure.wakeAtNs(), search.wakeAtNs()));
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
    requests.submit(exchange, phase == Phase.LIVE && !departure.isUnderWay(), now);
    if (!outgoing.isEmpty()) {
      heartbeat.sent(now);
    }
  }

  private void refuse(Delivery told) {
    output.deliver(told, new Loss(endReason, Fate.NOT_SENT, endCause));
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
    watches.remove(watcher, phase == Phase.LIVE && !closing && !departure.isUnderWay());
  }

  /** A server named its version, not necessarily the connected one. */
  public void versionNamed(InetSocketAddress of, String version) {
    features.named(of, version);
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
    if (departure.isUnderWay()) {
      String why = departure.due(requests.pending().isEmpty(), nowNs);
      if (why != null) {
        drop(new IOException(why));
      }
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
    approach.start(now);
  }

  /** Other servers were given: goes on with these, and moves to one of them if need be. */
  public void updateServers(List<Hosts.Server> servers, long now) {
    nowNs = now;
    moveIf(approach.give(servers, isGranted(), now));
  }

  /** The ensemble says who belongs to it: tries these too, after those that were given. */
  public void learnServers(List<Hosts.Server> servers, long now) {
    nowNs = now;
    moveIf(approach.learn(servers, isGranted(), now));
  }

  private boolean isGranted() {
    return phase.isEstablished() || phase == Phase.NEGOTIATING;
  }

  private void moveIf(boolean wanted) {
    if (wanted && !closing) {
      departure.begin("the list of servers has changed", nowNs);
      pump();
    }
  }

  /** A server that was asked for by {@link SessionOutput#probe} says here that it writes. */
  public void probed(
      int number, Hosts.Server server, @Nullable InetSocketAddress address, long now) {
    nowNs = now;
    if (search.probed(number, address, now) && address != null && !closing) {
      approach.prefer(server, address);
      departure.begin(server + " writes, and this server does not", now);
      pump();
    }
  }

  /** The policy wants another round of attempts after this pause. */
  public void reconnect(int forAttempt, long pauseNs, long now) {
    nowNs = now;
    approach.decided(forAttempt, pauseNs, now);
  }

  /** The policy wants no other round of attempts. */
  public void giveUp(int forAttempt, long now) {
    nowNs = now;
    if (approach.isDeciding(forAttempt)) {
      Throwable cause = approach.lastFailure();
      if (closing) {
        finish(cause);
      } else {
        end(KeeperState.GAVE_UP, Reason.GAVE_UP, cause);
      }
    }
  }

  /** A host name was resolved. */
  public void resolved(int forAttempt, List<InetAddress> addresses, long now) {
    nowNs = now;
    approach.resolved(forAttempt, addresses, now);
  }

  /** A host name could not be resolved. */
  public void unresolved(int forAttempt, Throwable cause, long now) {
    nowNs = now;
    approach.unresolved(forAttempt, cause, now);
  }

  /** The link stands. */
  public void opened(int forAttempt, long now) {
    nowNs = now;
    if (!approach.opened(forAttempt, now)) {
      return;
    }
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
    if (forAttempt == approach.attempt() && phase != Phase.OVER) {
      nowNs = now;
      if (phase == Phase.LIVE) {
        requests.serverClosed();
        watches.serverClosed();
      }
      lost(phase == Phase.NEGOTIATING ? sasl.closedByPeer(cause) : cause, Blame.SERVER);
    }
  }

  /** Gives the connection up. */
  private void drop(@Nullable Throwable cause) {
    drop(cause, Blame.CLIENT);
  }

  private void drop(@Nullable Throwable cause, Blame blame) {
    output.disconnect();
    lost(cause, blame);
  }

  /** Who or what ended a connection. */
  private enum Blame {
    /** The server, or the network, closed it. */
    SERVER,
    /** It is of no use any more, and is given up. */
    CLIENT,
    /** The reply to the oldest request cannot be read, and must not be asked for again. */
    REPLY
  }

  private void lost(@Nullable Throwable cause, Blame blame) {
    if (phase == Phase.NEGOTIATING) {
      phase = Phase.CONNECTING;
    }
    if (closing && !identity.isWorthEnding()) {
      finish(cause);
      return;
    }
    boolean leaving = departure.isUnderWay();
    departure.end();
    if (!phase.isEstablished()) {
      approach.failed(cause, nowNs);
      return;
    }
    boolean served = phase == Phase.LIVE;
    search.stop();
    phase = Phase.CONNECTING;
    closeSent = false; // nobody knows whether a server heard it: the next one will say
    if (closing) {
      requests.failAll(Reason.CLOSED, cause);
    } else {
      requests.disconnected(cause, blame == Blame.REPLY);
    }
    if (state.connection() == ConnectionState.CONNECTED) {
      announce(KeeperState.CONNECTING, cause);
    }
    if (identity.isProvisional()) {
      sessionOver(cause);
    }
    if (phase == Phase.OVER) {
      return;
    }
    if (leaving) {
      approach.leave(nowNs);
    } else if (served) {
      Outages.Service service =
          new Outages.Service(nowNs - liveSinceNs, replies.haveServed(), blame == Blame.SERVER);
      approach.lost(cause, service, heartbeat.timeoutNs(), nowNs);
    } else {
      approach.failed(cause, nowNs);
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
    if (forAttempt != approach.attempt() || phase == Phase.OVER) {
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
      drop(
          protocol("read reply", notAFrame.getMessage(), notAFrame),
          poisoned ? Blame.REPLY : Blame.CLIENT);
    } catch (WireFormatException garbled) {
      bytes.position(bytes.limit());
      drop(protocol("read reply", garbled.getMessage(), garbled));
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
    reader.reset(frame);
    if (phase.isEstablished()) {
      replies.read(reader, nowNs);
    } else if (phase == Phase.NEGOTIATING) {
      onSasl(sasl.answered(reader));
    } else if (approach.isHandshaking()) {
      onHandshake();
    } // otherwise the connection was given up within this batch
  }

  private void onLong(ByteBuffer head, FrameLengthException error) {
    reader.reset(head);
    if (!phase.isEstablished() || !replies.readLong(reader, error, nowNs)) {
      throw new WireFormatException(String.valueOf(error.getMessage())); // nobody's answer
    }
  }

  private void onHandshake() {
    switch (Welcome.read(reader, identity)) {
      case Welcome.Granted granted -> onGranted(granted.response());
      case Welcome.Refused refused -> drop(protocol("connect", refused.why(), null));
      case Welcome.Over over -> {
        output.disconnect();
        sessionOver(null);
        if (phase != Phase.OVER) {
          approach.startOver(nowNs);
        }
      }
    }
  }

  private void onGranted(ConnectResponse response) {
    approach.granted(identity.isNone());
    identity.granted(response);
    readOnly = Boolean.TRUE.equals(response.readOnly());
    output.established(response.sessionId(), response.password(), response.timeoutMs());
    hearing.connected(!readOnly);
    // Servers before 3.4 leave the flag out.
    features.connected(approach.address(), response.readOnly() == null, nowNs);
    heartbeat.start(response.timeoutMs() * 1_000_000L, nowNs);
    if (proves) {
      phase = Phase.NEGOTIATING;
      sasl.begin(approach.server(), approach.address());
      approach.proving(sasl::awaited);
    } else {
      showCredentials();
    }
  }

  /** The SASL mechanism has done its part. */
  public void sasl(int forAttempt, SaslStep step, long now) {
    if (forAttempt == approach.attempt() && phase == Phase.NEGOTIATING) {
      nowNs = now;
      onSasl(sasl.said(step));
    }
  }

  private void onSasl(SaslExchange.Outcome outcome) {
    switch (outcome.next()) {
      case STEP -> {}
      case PROVEN -> {
        heartbeat.received(nowNs); // not as sent: servers do not count SASL as a sign of life
        output.authenticated("sasl", true);
        showCredentials();
      }
      case FAILED -> drop(outcome.why());
      case REFUSED -> {
        output.authenticated("sasl", false);
        end(KeeperState.AUTH_FAILED, Reason.AUTH_FAILED, outcome.why());
      }
    }
  }

  private void showCredentials() {
    approach.proving(null);
    phase = Phase.AUTHENTICATING;
    auth.sendAll(outgoing.writer());
    if (auth.isDone()) {
      authenticated();
    }
  }

  private void authenticated() {
    if (closing || !watches.ask(this::live, nowNs)) {
      live();
    }
  }

  private void live() {
    phase = Phase.LIVE;
    leaveNs = Long.MAX_VALUE;
    requests.begin();
    approach.arrived();
    identity.served();
    liveSinceNs = nowNs;
    replies.begin();
    if (!closing) {
      watches.connected(nowNs);
      // Before any request of the user, and all with the zxid known now: a reply may move it on.
      watches.rearm(identity.lastZxid(), nowNs);
      announce(readOnly ? KeeperState.CONNECTED_READ_ONLY : KeeperState.CONNECTED, null);
      if (readOnly) {
        search.start(heartbeat.timeoutNs(), nowNs);
      }
    }
    pump();
  }

  private void onRearmRefused(int error) {
    // Without its watches a session is deaf and does not know it: it asks another time.
    String what = "the server would not set watches again: " + ErrorCode.name(error);
    drop(protocol("reconnect", what, null));
  }

  private final class Aftermath implements Replies.Aftermath {
    @Override
    public void senseless(String what) {
      drop(protocol("read reply", what, null));
    }

    @Override
    public void wordOnCredentials(int error) {
      onAuthReply(error);
    }

    @Override
    public void strangersAreTurnedAway(int error) {
      String why = "the server serves only those who authenticate: " + ErrorCode.name(error);
      end(KeeperState.AUTH_FAILED, Reason.AUTH_FAILED, new FailedLoginException(why));
    }

    @Override
    public void serverIsAboutToClose() {
      leaveNs = nowNs + LEAVE_NS;
    }
  }

  private void onAuthReply(int error) {
    if (error == ErrorCode.OK) {
      auth.accepted();
      if (phase == Phase.AUTHENTICATING && auth.isDone()) {
        authenticated();
      }
      return;
    }
    AuthExchanges.Refusal refusal = auth.refused();
    if (refusal.isFinal()) {
      end(KeeperState.AUTH_FAILED, Reason.AUTH_FAILED, refusal.why());
    } else {
      // The server closes the connection, the session goes on without them.
      drop(refusal.why());
    }
  }

  // ---- time ----------------------------------------------------------------------------------

  /** Time passed: does what is due. */
  public void tick(long now) {
    nowNs = now;
    requests.expire(now);
    Throwable failure = approach.tick(now);
    if (failure != null) {
      drop(failure);
    }
    if (phase.isEstablished()) {
      search.tick(now);
      beat();
      pump();
    }
    if (hasLostSight() && now - heartbeat.sessionEndNs() >= 0) {
      output.disconnect();
      sessionOver(new SocketTimeoutException("no server was reached in time to keep the session"));
      if (phase != Phase.OVER) {
        approach.restart(now);
      }
    }
  }

  private void beat() {
    if (phase == Phase.LIVE && nowNs >= leaveNs) {
      drop(new SocketTimeoutException("the server refused a request and does not close"));
    } else if (heartbeat.isConnectionDead(nowNs)) {
      long silence = heartbeat.silenceNs(nowNs) / 1_000_000;
      drop(new SocketTimeoutException("nothing was received for " + silence + " ms"));
    } else if (heartbeat.isPingDue(nowNs)) {
      WireWriter writer = outgoing.writer();
      int frame = writer.beginFrame();
      RequestHeader.encode(writer, Xid.PING, OpCode.PING);
      writer.endFrame(frame);
      heartbeat.pinged(nowNs);
    }
  }

  // ---- ends ----------------------------------------------------------------------------------

  /** The session is over, by the server's word or by the clock; another is to be opened. */
  private void sessionOver(@Nullable Throwable cause) {
    phase = Phase.CONNECTING;
    identity.forget();
    requests.failAll(Reason.EXPIRED, cause);
    watches.clear();
    output.sessionOver();
    if (closing) {
      end(KeeperState.CLOSED, Reason.CLOSED, null);
      return;
    }
    announce(KeeperState.EXPIRED, cause);
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
    departure.end();
    search.stop();
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
    endReason = reason;
    endCause = cause;
    approach.end();
    departure.end();
    search.stop();
    output.disconnect();
    requests.failAll(reason, cause);
    auth.failAll(reason, cause);
    watches.clear();
    output.sessionOver();
    announce(last, cause);
  }
}
