package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Identity;
import dev.mirliton.zk.protocol.wire.AuthRequest;
import dev.mirliton.zk.protocol.wire.ConnectRequest;
import dev.mirliton.zk.protocol.wire.ConnectResponse;
import dev.mirliton.zk.protocol.wire.EmptyResponse;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.FrameDecoder;
import dev.mirliton.zk.protocol.wire.FrameLengthException;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.ReplyHeader;
import dev.mirliton.zk.protocol.wire.Request;
import dev.mirliton.zk.protocol.wire.RequestHeader;
import dev.mirliton.zk.protocol.wire.Response;
import dev.mirliton.zk.protocol.wire.SaslResponse;
import dev.mirliton.zk.protocol.wire.SyncRequest;
import dev.mirliton.zk.protocol.wire.SyncResponse;
import dev.mirliton.zk.protocol.wire.WatcherEvent;
import dev.mirliton.zk.protocol.wire.WireFormatException;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;
import dev.mirliton.zk.protocol.wire.Xid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A client's connection to one server: bytes in, bytes out. Requests are answered in the order they
 * came; what is answered at the door (credentials, unknown requests) may overtake them, as in a
 * real server.
 *
 * <p>Above two hundred lines because the handshake and the door share one phase.
 */
final class ServerConnection {
  private static final int MAX_PACKET_BYTES = 0xfffff;
  private static final int PASSWORD_BYTES = 16;
  private static final int FIRST_BUFFER_BYTES = 512;

  /** The header of what is refused at the door, before it could be part of any history. */
  private static final long DOOR_ZXID = -1;

  private enum Phase {
    /** Nothing was said yet; it may be a four-letter word. */
    NEW,
    /** A session was asked for. What else comes has to wait. */
    OPENING,
    SERVING,
    /** The session is about to end; what else comes is for nobody. */
    CLOSING,
    CLOSED
  }

  private final ServerCore server;
  private final ClientChannel channel;
  private final FrameDecoder decoder = new FrameDecoder(MAX_PACKET_BYTES);
  private final Deque<byte[]> frames = new ArrayDeque<>();
  private final RequestQueue requests;
  private final Set<Identity> identities = new LinkedHashSet<>();
  private Phase phase = Phase.NEW;
  private boolean saysReadOnly;
  private long sessionId;
  private int timeoutMs;
  private boolean draining;

  ServerConnection(ServerCore server, ClientChannel channel) {
    this.server = server;
    this.channel = channel;
    requests = new RequestQueue(server, this);
    identities.add(new Identity(AccessControl.IP, channel.remoteAddress()));
  }

  /** Takes what the client sent, in any pieces. Copies what it keeps. */
  void receive(ByteBuffer bytes) {
    if (phase == Phase.CLOSED) {
      return;
    }
    try {
      decoder.feed(
          bytes,
          frame -> {
            byte[] copy = new byte[frame.remaining()];
            frame.get(copy);
            frames.add(copy);
          });
    } catch (FrameLengthException tooLong) {
      drain();
      if (phase != Phase.CLOSED) {
        if (phase == Phase.NEW) {
          answerWord(tooLong.length());
        }
        end();
      }
      return;
    }
    drain();
  }

  private void answerWord(int word) {
    byte[] letters = ByteBuffer.allocate(Integer.BYTES).putInt(word).array();
    String answer =
        FourLetterWords.answer(new String(letters, StandardCharsets.ISO_8859_1), server);
    if (!answer.isEmpty()) {
      channel.send(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** The client is gone, or the way to it. Idempotent. */
  void disconnected() {
    if (phase != Phase.CLOSED) {
      phase = Phase.CLOSED;
      frames.clear();
      requests.clear();
      server.forget(this);
    }
  }

  /** Closes the connection, after what was sent and without another word. Idempotent. */
  void end() {
    if (phase != Phase.CLOSED) {
      disconnected();
      channel.close();
    }
  }

  private void drain() {
    if (draining) {
      return; // Called back by what a frame did; the loop below goes on.
    }
    draining = true;
    try {
      while (phase != Phase.OPENING && phase != Phase.CLOSED && !frames.isEmpty()) {
        take(frames.remove());
      }
    } finally {
      draining = false;
    }
  }

  private void take(byte[] frame) {
    WireReader in = new WireReader(ByteBuffer.wrap(frame));
    try {
      if (phase == Phase.NEW) {
        connect(ConnectRequest.decode(in));
      } else if (phase == Phase.SERVING) {
        request(RequestHeader.decode(in), in);
      }
    } catch (WireFormatException unreadable) {
      end();
    }
  }

  // ---- the session

  private void connect(ConnectRequest request) {
    if (!server.admits(request)) {
      end();
      return;
    }
    saysReadOnly = request.readOnly() != null;
    timeoutMs = server.grant(request.timeoutMs());
    phase = Phase.OPENING;
    if (request.sessionId() == 0) {
      server.openSession(this);
    } else {
      server.reopenSession(this, request.sessionId(), request.password());
    }
  }

  /** Attaches a session, before it is known to live. */
  void attach(long session) {
    sessionId = session;
  }

  /** The session lives. */
  void welcome(byte[] password) {
    if (phase == Phase.OPENING) {
      phase = Phase.SERVING;
      greet(timeoutMs, sessionId, password);
      drain();
    }
  }

  /** The session does not live, or is not the client's. */
  void reject() {
    if (phase == Phase.OPENING) {
      greet(0, 0, new byte[PASSWORD_BYTES]);
      end();
    }
  }

  /** The server can give no session; it says so in the form of an answer to a request. */
  void rejectAsReadOnly() {
    send(out -> new ReplyHeader(0, server.lastZxid(), ErrorCode.NOT_READ_ONLY).encode(out));
  }

  private void greet(int timeout, long session, byte[] password) {
    Boolean readOnly = saysReadOnly ? server.isReadOnly() : null;
    send(out -> new ConnectResponse(0, timeout, session, password, readOnly).encode(out));
  }

  long sessionId() {
    return sessionId;
  }

  int timeoutMs() {
    return timeoutMs;
  }

  /** Returns whom the server takes the client for. */
  List<Identity> identities() {
    return List.copyOf(identities);
  }

  String remoteAddress() {
    return channel.remoteAddress();
  }

  /** Returns how many requests wait for their answer. */
  int outstanding() {
    return requests.size();
  }

  // ---- requests

  private void request(RequestHeader header, WireReader in) {
    int xid = header.xid();
    switch (header.opCode()) {
      case OpCode.AUTH -> authenticate(xid, AuthRequest.decode(in));
      // A server without SASL has nothing to say, and says it.
      case OpCode.SASL -> reply(xid, 0, Exchange.Reply.ok(new SaslResponse(null)));
      case OpCode.DELETE_CONTAINER -> {
        server.touch(this);
        write(xid, new Write.DeleteContainer(in.readString()));
      }
      default -> {
        server.touch(this);
        if (!isKnown(header.opCode())) {
          reply(xid, DOOR_ZXID, Exchange.Reply.error(ErrorCode.UNIMPLEMENTED));
          end();
        } else {
          queue(xid, header.opCode(), in);
        }
      }
    }
  }

  private boolean isKnown(int opCode) {
    return opCode != OpCode.CHECK
        && OpCode.isRequest(opCode)
        && server.options().hasOperation(opCode);
  }

  private void authenticate(int xid, AuthRequest request) {
    List<Identity> proven =
        Authentication.identities(request, channel.remoteAddress(), server.options());
    identities.addAll(proven);
    reply(xid, 0, Exchange.Reply.error(proven.isEmpty() ? ErrorCode.AUTH_FAILED : ErrorCode.OK));
    if (proven.isEmpty()) {
      end();
    }
  }

  private void queue(int xid, int opCode, WireReader in) {
    Request request;
    try {
      request = Request.decode(opCode, in);
    } catch (WireFormatException unreadable) {
      if (opCode == OpCode.MULTI) {
        write(xid, new Write.Unreadable());
      } else {
        requests.add(Exchange.decided(xid, Exchange.Reply.error(ErrorCode.MARSHALLING_ERROR)));
      }
      return;
    }
    switch (opCode) {
      case OpCode.CLOSE_SESSION -> closeSession(xid);
      case OpCode.SYNC -> sync(xid, (SyncRequest) request);
      case OpCode.PING -> requests.add(Exchange.ofRead(Xid.PING, request, identities()));
      case OpCode.CREATE,
          OpCode.CREATE2,
          OpCode.CREATE_CONTAINER,
          OpCode.CREATE_TTL,
          OpCode.DELETE,
          OpCode.SET_DATA,
          OpCode.SET_ACL,
          OpCode.RECONFIG,
          OpCode.MULTI ->
          write(xid, new Write.Ask(request));
      default -> requests.add(Exchange.ofRead(xid, request, identities()));
    }
  }

  private void write(int xid, Write write) {
    if (server.isReadOnly()) {
      requests.add(Exchange.decided(xid, Exchange.Reply.error(ErrorCode.NOT_READ_ONLY)));
    } else {
      Exchange exchange = Exchange.ofWrite(xid);
      requests.add(exchange);
      server.submit(this, exchange, write);
    }
  }

  private void sync(int xid, SyncRequest request) {
    if (server.isReadOnly()) {
      requests.add(Exchange.decided(xid, Exchange.Reply.error(ErrorCode.NOT_READ_ONLY)));
    } else {
      Exchange exchange = Exchange.ofWrite(xid);
      requests.add(exchange);
      server.sync(this, exchange, new SyncResponse(request.path()));
    }
  }

  private void closeSession(int xid) {
    if (!server.isReadOnly()) {
      phase = Phase.CLOSING;
      Exchange exchange = Exchange.ofWrite(xid).closing();
      requests.add(exchange);
      server.submit(this, exchange, new Write.CloseSession());
    } else if (server.closeLocalSession(sessionId)) {
      phase = Phase.CLOSING;
      requests.add(Exchange.decided(xid, Exchange.Reply.ok(new EmptyResponse())).closing());
    } else {
      requests.add(Exchange.decided(xid, Exchange.Reply.error(ErrorCode.NOT_READ_ONLY)));
    }
  }

  /** Answers whatever has its turn. To be called when an exchange was decided. */
  void advance() {
    requests.advance();
  }

  /** Tells of something that a watch waited for. */
  void notify(int type, String path, long zxid) {
    Response event = new WatcherEvent(type, WatcherEvent.SYNC_CONNECTED, path);
    reply(Xid.NOTIFICATION, zxid, Exchange.Reply.ok(event));
  }

  /** Sends a reply now, whatever waits. */
  void reply(int xid, long zxid, Exchange.Reply reply) {
    send(
        out -> {
          new ReplyHeader(xid, zxid, reply.err()).encode(out);
          if (reply.err() == ErrorCode.OK) {
            reply.body().encode(out);
          }
        });
  }

  private void send(Consumer<WireWriter> packet) {
    if (phase != Phase.CLOSED) {
      WireWriter out = new WireWriter(ByteBuffer.allocate(FIRST_BUFFER_BYTES));
      int start = out.beginFrame();
      packet.accept(out);
      out.endFrame(start);
      channel.send(out.buffer().flip());
    }
  }
}
