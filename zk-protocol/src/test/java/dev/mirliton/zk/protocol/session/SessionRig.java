package dev.mirliton.zk.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.ReconnectPolicy;
import dev.mirliton.zk.protocol.wire.AuthRequest;
import dev.mirliton.zk.protocol.wire.ConnectRequest;
import dev.mirliton.zk.protocol.wire.ConnectResponse;
import dev.mirliton.zk.protocol.wire.FrameDecoder;
import dev.mirliton.zk.protocol.wire.ReplyHeader;
import dev.mirliton.zk.protocol.wire.Request;
import dev.mirliton.zk.protocol.wire.RequestHeader;
import dev.mirliton.zk.protocol.wire.Response;
import dev.mirliton.zk.protocol.wire.SaslResponse;
import dev.mirliton.zk.protocol.wire.WatcherEvent;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;
import dev.mirliton.zk.protocol.wire.Xid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A session without an outside: what it says is recorded as values, what it hears is made from wire
 * records, and time moves by hand.
 */
final class SessionRig implements SessionOutput {
  static final long SESSION_ID = 0x1234_5678_9abc_def0L;
  static final byte[] PASSWORD = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
  static final int TIMEOUT_MS = 9_000;
  static final int CONNECT_MS = 2_000;
  static final int HANDSHAKE_MS = 2_500;
  static final int PAUSE_MS = 100;

  /** Not zero, because a handler's clock may start anywhere. */
  private static final long ORIGIN_NS = -7_000_000_000L;

  record Resolve(String server) {}

  record Connect(String server, String address) {}

  record Disconnect() {}

  record Contested() {}

  record Probe(int number, String server) {}

  record StopProbes() {}

  record Established(long sessionId, int timeoutMs) {}

  record Heard(long atMs) {}

  record SessionOver() {}

  record State(KeeperState to) {}

  record ProveTo(String server, String address) {}

  record Challenged(String text) {}

  record AttemptFailed(String server, @Nullable String address, String cause) {}

  record Authenticated(String scheme, boolean accepted) {}

  record WatchesSetAgain(int watches) {}

  /** Somebody got an outcome: an {@link Ask.Answer}, a {@link Lost}, a watch event. */
  record Told(String whom, Object outcome) {}

  record Lost(Loss.Reason reason, Fate fate) {}

  /** A frame that the server got, the connect request excepted. */
  record Sent(int xid, Request request) {}

  /** What a session is told at the start; each test changes what it is about. */
  static final class Setup {
    String hosts = "zk1:2181";
    int sessionTimeoutMs = TIMEOUT_MS;
    ReconnectPolicy reconnect =
        new ReconnectPolicy.Backoff(Duration.ofMillis(PAUSE_MS), Duration.ofSeconds(5), 0);
    boolean hostOrder;
    int maxQueued = 1_000;
    int maxInFlight = 1_000;
    int maxPacketBytes = 1 << 20;
    boolean readOnly;
    boolean sasl;
    List<Authentication> credentials = List.of();
    long sessionId;
    byte @Nullable [] password;
    long seed = 1;

    private SessionConfig config() {
      return new SessionConfig(
          Hosts.parse(hosts).servers(),
          sessionTimeoutMs,
          CONNECT_MS * 1_000_000L,
          HANDSHAKE_MS * 1_000_000L,
          hostOrder,
          maxQueued,
          maxInFlight,
          maxPacketBytes,
          readOnly,
          sasl,
          credentials,
          sessionId,
          password);
    }
  }

  final Session session;
  private final ReconnectPolicy reconnect;
  private final RandomGenerator random;
  private final List<Object> said = new ArrayList<>();
  private final List<Object> serverGot = new ArrayList<>();
  private final FrameDecoder serverSide = new FrameDecoder(Integer.MAX_VALUE);
  private boolean handshakeSeen;
  private long nowNs = ORIGIN_NS;

  SessionRig(Consumer<Setup> change) {
    Setup setup = new Setup();
    change.accept(setup);
    random = new SplittableRandom(setup.seed);
    reconnect = setup.reconnect;
    session = new Session(setup.config(), this, random);
  }

  SessionRig() {
    this(setup -> {});
  }

  /** A session that is served, with everything said so far forgotten. */
  static SessionRig live() {
    return live(setup -> {});
  }

  static SessionRig live(Consumer<Setup> change) {
    SessionRig rig = new SessionRig(change);
    rig.start();
    rig.reachServer();
    rig.handshake();
    rig.sent();
    rig.said();
    return rig;
  }

  // ---- what the session said -----------------------------------------------------------------

  /** Returns what was said since the last call, in order; times at which a server heard aside. */
  List<Object> said() {
    List<Object> result = new ArrayList<>(said);
    result.removeIf(Heard.class::isInstance);
    said.clear();
    return result;
  }

  /** Returns what was said since the last call and is of one kind. */
  <T> List<T> said(Class<T> kind) {
    List<T> result = said.stream().filter(kind::isInstance).map(kind::cast).toList();
    said.clear();
    return result;
  }

  /** Returns who was told what since the last call. */
  List<Told> told() {
    return said(Told.class);
  }

  void log(Object what) {
    said.add(what);
  }

  static Told told(String whom, int error) {
    return new Told(whom, new Ask.Answer(error));
  }

  static Told lost(String whom, Loss.Reason reason, Fate fate) {
    return new Told(whom, new Lost(reason, fate));
  }

  // ---- time ----------------------------------------------------------------------------------

  long nowNs() {
    return nowNs;
  }

  /** Returns milliseconds since the start. */
  long nowMs() {
    return (nowNs - ORIGIN_NS) / 1_000_000;
  }

  long deadlineIn(long ms) {
    return nowNs + ms * 1_000_000;
  }

  /** Lets time pass as a driver does: ticks whenever the session asked for it. */
  void advance(long ms) {
    long end = nowNs + ms * 1_000_000;
    int ticks = 0;
    while (session.wakeAtNs() <= end) {
      assertTrue(ticks++ < 10_000, "the session asks for ticks without end at " + nowMs() + " ms");
      nowNs = Math.max(nowNs, session.wakeAtNs());
      session.tick(nowNs);
    }
    nowNs = end;
  }

  // ---- the way to a server -------------------------------------------------------------------

  void start() {
    session.start(nowNs);
  }

  void resolve(String... addresses) {
    session.resolved(session.attempt(), Arrays.stream(addresses).map(Ask::address).toList(), nowNs);
  }

  void failToResolve() {
    session.unresolved(session.attempt(), new UnknownHostException("no such host"), nowNs);
  }

  void open() {
    handshakeSeen = false;
    serverSide.reset();
    session.opened(session.attempt(), nowNs);
  }

  /** Lets time pass until the session asks for a server's addresses, in steps of a millisecond. */
  void awaitAttempt() {
    for (int ms = 0; said.stream().noneMatch(Resolve.class::isInstance); ms++) {
      assertTrue(ms < 10_000, "no attempt within 10 s");
      advance(1);
    }
  }

  /** Resolves the server that is wanted and opens a link to it. */
  void reachServer() {
    resolve("10.0.0.1");
    open();
  }

  void breakLink() {
    session.disconnected(session.attempt(), new IOException("reset"), nowNs);
  }

  /** The link breaks; ends when the session asks for a server's addresses again. */
  void breakLinkAndAwaitAttempt() {
    said.removeIf(Resolve.class::isInstance);
    breakLink();
    awaitAttempt();
  }

  /** The link breaks, and another is opened; ends before the handshake's answer. */
  void reconnect() {
    breakLinkAndAwaitAttempt();
    reachServer();
  }

  // ---- what the server got -------------------------------------------------------------------

  /** Takes everything that waits to be written, and returns what the server got since last time. */
  List<Object> sent() {
    while (!session.outgoing().isEmpty()) {
      take(Integer.MAX_VALUE);
    }
    return got();
  }

  /** The link takes at most so many bytes. */
  void take(int most) {
    session.outgoing().writeTo(bytes -> takeFrom(bytes, most));
    session.wrote(nowNs);
  }

  private int takeFrom(ByteBuffer bytes, int most) {
    int count = Math.min(most, bytes.remaining());
    ByteBuffer copy = ByteBuffer.allocate(count).put(bytes.slice().limit(count)).flip();
    bytes.position(bytes.position() + count);
    serverSide.feed(copy, this::serverFrame);
    return count;
  }

  private void serverFrame(ByteBuffer frame) {
    WireReader in = new WireReader(frame);
    if (!handshakeSeen) {
      handshakeSeen = true;
      serverGot.add(ConnectRequest.decode(in));
    } else {
      RequestHeader header = RequestHeader.decode(in);
      serverGot.add(new Sent(header.xid(), Request.decode(header.opCode(), in)));
    }
    in.expectEnd();
  }

  /** Returns what the server got since last time. */
  List<Object> got() {
    List<Object> result = List.copyOf(serverGot);
    serverGot.clear();
    return result;
  }

  /** Returns the requests, without their xids, that the server got since last time. */
  List<Request> requests() {
    List<Request> result = new ArrayList<>();
    for (Object frame : sent()) {
      if (frame instanceof Sent sent) {
        result.add(sent.request());
      }
    }
    return result;
  }

  /** Returns the xid of the only frame that the server got since last time. */
  int sentXid() {
    List<Object> frames = sent();
    assertEquals(1, frames.size(), () -> "frames sent: " + frames);
    return ((Sent) frames.get(0)).xid();
  }

  static Sent auth(Authentication shown) {
    return new Sent(Xid.AUTH, new AuthRequest(0, shown.scheme(), shown.secret()));
  }

  // ---- what the server says ------------------------------------------------------------------

  /** The server grants what was asked for, as a server that reads and writes. */
  void handshake() {
    handshake(SESSION_ID, TIMEOUT_MS, false);
  }

  void handshake(long sessionId, int timeoutMs, @Nullable Boolean readOnly) {
    sent();
    receive(new ConnectResponse(0, timeoutMs, sessionId, PASSWORD, readOnly)::encode);
  }

  /** The server says that the session is over. */
  void refuseSession() {
    sent();
    receive(new ConnectResponse(0, 0, 0, new byte[16], false)::encode);
  }

  void reply(int xid, long zxid, int error) {
    receive(new ReplyHeader(xid, zxid, error)::encode);
  }

  void reply(int xid, long zxid, Response body) {
    receive(replyFrame(xid, zxid, body));
  }

  static Consumer<WireWriter> replyFrame(int xid, long zxid, Response body) {
    return out -> {
      new ReplyHeader(xid, zxid, 0).encode(out);
      body.encode(out);
    };
  }

  void pong() {
    reply(Xid.PING, 0, 0);
  }

  void authReply(int error) {
    reply(Xid.AUTH, 0, error);
  }

  /** The mechanism makes a token. */
  void token(@Nullable String text, boolean isContent) {
    byte[] bytes = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    session.sasl(session.attempt(), new SaslStep.Token(bytes, isContent), nowNs);
  }

  /** The server answers a token. */
  void saslReply(@Nullable String text) {
    byte[] bytes = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    reply(SaslExchange.XID, 0, new SaslResponse(bytes));
  }

  /** The server answers a token by an error, with a body as real ones send it. */
  void saslReply(int error) {
    receive(
        out -> {
          new ReplyHeader(SaslExchange.XID, 0, error).encode(out);
          new SaslResponse(null).encode(out);
        });
  }

  void event(int type, String path) {
    event(type, path, 99);
  }

  void event(int type, String path, long zxid) {
    receive(
        out -> {
          new ReplyHeader(Xid.NOTIFICATION, zxid, 0).encode(out);
          new WatcherEvent(type, WatcherEvent.SYNC_CONNECTED, path).encode(out);
        });
  }

  /** One frame arrives. */
  void receive(Consumer<WireWriter> payload) {
    receive(frame(payload));
  }

  void receive(ByteBuffer bytes) {
    session.received(session.attempt(), bytes, nowNs);
    assertFalse(bytes.hasRemaining(), "bytes were left over");
  }

  static ByteBuffer frame(Consumer<WireWriter> payload) {
    WireWriter out = new WireWriter(ByteBuffer.allocate(64));
    int start = out.beginFrame();
    payload.accept(out);
    out.endFrame(start);
    return ByteBuffer.wrap(Arrays.copyOf(out.buffer().array(), out.position()));
  }

  // ---- requests ------------------------------------------------------------------------------

  /** Submits a read whose name is {@code get} and the path. */
  Ask get(String path) {
    return submit(Ask.get(this, path));
  }

  /** Submits a write whose name is {@code delete} and the path. */
  Ask delete(String path) {
    return submit(Ask.delete(this, path));
  }

  /** Submits a read that sets a watch. */
  Eye watch(WatchKind kind, String path) {
    Eye eye = new Eye(this, kind, path);
    submit(Ask.watching(this, eye));
    return eye;
  }

  /** Sets a watch and lets the server answer. */
  Eye watched(WatchKind kind, String path) {
    Eye eye = watch(kind, path);
    reply(sentXid(), 1, kind == WatchKind.EXIST ? -101 : 0);
    told();
    return eye;
  }

  Ask submit(Ask ask) {
    session.submit(ask, nowNs);
    return ask;
  }

  void unwatch(Eye eye) {
    eye.close();
    session.unwatch(eye, nowNs);
  }

  void authenticate(Authentication credentials) {
    session.authenticate(
        credentials,
        outcome -> log(new Told("auth " + credentials.scheme(), Ask.readable(outcome))),
        nowNs);
  }

  void close() {
    session.close(nowNs);
  }

  // ---- SessionOutput -------------------------------------------------------------------------

  @Override
  public void resolve(Hosts.Server server) {
    log(new Resolve(server.toString()));
  }

  @Override
  public void connect(Hosts.Server server, InetSocketAddress address) {
    log(new Connect(server.toString(), text(address)));
  }

  private static String text(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    return ip.getHostAddress() + ":" + address.getPort();
  }

  @Override
  public void proveTo(Hosts.Server server, InetSocketAddress address) {
    log(new ProveTo(server.toString(), text(address)));
  }

  @Override
  public void answer(byte[] challenge) {
    log(new Challenged(new String(challenge, StandardCharsets.UTF_8)));
  }

  @Override
  public void reconnect(ReconnectPolicy.Outage outage) {
    int attempt = session.attempt();
    reconnect
        .pause(outage, random)
        .ifPresentOrElse(
            pause -> session.reconnect(attempt, pause.toNanos(), nowNs),
            () -> session.giveUp(attempt, nowNs));
  }

  @Override
  public void contested() {
    log(new Contested());
  }

  @Override
  public void probe(int number, Hosts.Server server) {
    log(new Probe(number, server.toString()));
  }

  @Override
  public void stopProbes() {
    log(new StopProbes());
  }

  @Override
  public void disconnect() {
    log(new Disconnect());
  }

  @Override
  public void established(long sessionId, byte[] password, int timeoutMs) {
    log(new Established(sessionId, timeoutMs));
  }

  @Override
  public void heardByServer(long atNs) {
    log(new Heard((atNs - ORIGIN_NS) / 1_000_000));
  }

  @Override
  public void sessionOver() {
    log(new SessionOver());
  }

  @Override
  public void state(KeeperState state, @Nullable Throwable cause) {
    log(new State(state));
  }

  @Override
  public void attemptFailed(
      Hosts.Server server, @Nullable InetSocketAddress address, Throwable cause) {
    log(
        new AttemptFailed(
            server.toString(),
            address == null ? null : text(address),
            String.valueOf(cause.getMessage())));
  }

  @Override
  public void authenticated(String scheme, boolean accepted) {
    said.add(new Authenticated(scheme, accepted));
  }

  @Override
  public void watchesSetAgain(int watches) {
    said.add(new WatchesSetAgain(watches));
  }

  @Override
  public void deliver(Delivery to, Object outcome) {
    to.deliver(outcome);
  }
}
