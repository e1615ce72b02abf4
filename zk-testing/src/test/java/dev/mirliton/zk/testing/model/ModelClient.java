package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.protocol.wire.ConnectRequest;
import dev.mirliton.zk.protocol.wire.ConnectResponse;
import dev.mirliton.zk.protocol.wire.CreateRequest;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.ReplyHeader;
import dev.mirliton.zk.protocol.wire.Request;
import dev.mirliton.zk.protocol.wire.RequestHeader;
import dev.mirliton.zk.protocol.wire.Response;
import dev.mirliton.zk.protocol.wire.WatcherEvent;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;
import dev.mirliton.zk.protocol.wire.Xid;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** A client in the test's thread, which sees each packet of a server core. */
final class ModelClient implements ClientChannel {
  private static final int PASSWORD_BYTES = 16;

  private final Deque<ByteBuffer> packets = new ArrayDeque<>();
  private final ServerConnection connection;
  private boolean ended;
  private int xid;

  ModelClient(ServerCore server) {
    connection = server.accept(this);
  }

  /** Opens a session and returns the client. */
  static ModelClient connected(ServerCore server, int timeoutMs) {
    ModelClient client = new ModelClient(server);
    client.connect(0, new byte[PASSWORD_BYTES], timeoutMs);
    if (client.greeting().isExpired()) {
      throw new AssertionError("the server gave no session");
    }
    return client;
  }

  void connect(long session, byte[] password, int timeoutMs) {
    write(handshake(new ConnectRequest(0, 0, timeoutMs, session, password, true)));
  }

  static byte[] handshake(ConnectRequest request) {
    return packet(request::encode);
  }

  static byte[] packet(Consumer<WireWriter> body) {
    WireWriter out = new WireWriter(ByteBuffer.allocate(256));
    int start = out.beginFrame();
    body.accept(out);
    out.endFrame(start);
    byte[] packet = new byte[out.position()];
    out.buffer().flip().get(packet);
    return packet;
  }

  ConnectResponse greeting() {
    return ConnectResponse.decode(new WireReader(next()));
  }

  /** Sends a request and returns its xid. */
  int send(Request request) {
    int own = request.opCode() == OpCode.PING ? Xid.PING : ++xid;
    write(
        packet(
            out -> {
              RequestHeader.encode(out, own, request.opCode());
              request.encode(out);
            }));
    return own;
  }

  void sendUnknown(int opCode) {
    int own = ++xid;
    write(packet(out -> RequestHeader.encode(out, own, opCode)));
  }

  /** What a reply says. */
  record Reply(ReplyHeader header, Response body) {}

  /** Sends a request and returns its reply, which must be the next packet. */
  Reply ask(Request request) {
    int own = send(request);
    WireReader in = new WireReader(next());
    ReplyHeader header = ReplyHeader.decode(in);
    if (header.xid() != own) {
      throw new AssertionError("expected the reply to " + own + " but got " + header);
    }
    Response body = Response.decode(header.err() == 0 ? request.opCode() : OpCode.PING, in);
    return new Reply(header, body);
  }

  /** Creates a znode and returns the error code. */
  int create(String path, int flags) {
    int opCode = flags == 4 ? OpCode.CREATE_CONTAINER : OpCode.CREATE;
    return ask(new CreateRequest(opCode, path, new byte[0], Acl.OPEN, flags)).header().err();
  }

  /** Returns the header of the next packet. */
  ReplyHeader header() {
    return ReplyHeader.decode(new WireReader(next()));
  }

  /** Returns the next packet, which must be an event. */
  WatcherEvent event() {
    WireReader in = new WireReader(next());
    ReplyHeader header = ReplyHeader.decode(in);
    if (header.xid() != Xid.NOTIFICATION) {
      throw new AssertionError("expected an event but got " + header);
    }
    return WatcherEvent.decode(in);
  }

  void write(byte[] bytes) {
    connection.receive(ByteBuffer.wrap(bytes));
  }

  void lose() {
    connection.disconnected();
  }

  private ByteBuffer next() {
    ByteBuffer packet = packets.poll();
    if (packet == null) {
      throw new AssertionError("the server says nothing");
    }
    packet.getInt();
    return packet;
  }

  boolean isSilent() {
    return packets.isEmpty();
  }

  boolean isEnded() {
    return ended;
  }

  /** Returns all that was sent, as it was. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (ByteBuffer packet : packets) {
      while (packet.hasRemaining()) {
        text.append((char) packet.get());
      }
    }
    return text.toString();
  }

  @Override
  public void send(ByteBuffer bytes) {
    if (ended) {
      throw new AssertionError("the server speaks after it has closed the connection");
    }
    packets.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
  }

  @Override
  public void close() {
    ended = true;
  }

  @Override
  public String remoteAddress() {
    return "127.0.0.1";
  }
}
