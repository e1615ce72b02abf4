package dev.mirliton.zk.testing;

import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.Xid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * One message between a client and a server, as a {@link WireProxy} sees it. Immutable.
 *
 * @since 0.1
 */
public final class WireFrame {
  private static final int ZXID_AT = Integer.BYTES;
  private static final int ERROR_AT = ZXID_AT + Long.BYTES;
  private static final int REPLY_HEADER_BYTES = ERROR_AT + Integer.BYTES;
  private static final int REQUEST_HEADER_BYTES = 2 * Integer.BYTES;

  private final Direction direction;
  private final boolean handshake;
  private final int opCode;
  private final byte[] payload;

  private WireFrame(Direction direction, boolean handshake, int opCode, byte[] payload) {
    this.direction = direction;
    this.handshake = handshake;
    this.opCode = opCode;
    this.payload = payload;
  }

  static WireFrame handshake(Direction direction, byte[] payload) {
    return new WireFrame(direction, true, 0, payload);
  }

  static WireFrame request(byte[] payload) {
    int opCode =
        payload.length < REQUEST_HEADER_BYTES ? 0 : ByteBuffer.wrap(payload).getInt(Integer.BYTES);
    return new WireFrame(Direction.TO_SERVER, false, opCode, payload);
  }

  /**
   * @param opCode of the request that it answers
   */
  static WireFrame reply(int opCode, byte[] payload) {
    return new WireFrame(Direction.TO_CLIENT, false, opCode, payload);
  }

  /**
   * Returns a reply of one's own making.
   *
   * @param error 0 if all is well
   * @param body what follows the header
   */
  public static WireFrame reply(int xid, long zxid, int error, byte[] body) {
    ByteBuffer payload = ByteBuffer.allocate(REPLY_HEADER_BYTES + body.length);
    payload.putInt(xid).putLong(zxid).putInt(error).put(body);
    return reply(OpCode.NOTIFICATION, payload.array());
  }

  /**
   * Returns a watch event of one's own making.
   *
   * @param type the protocol's number, known or not
   */
  public static WireFrame event(int type, String path) {
    byte[] text = path.getBytes(StandardCharsets.UTF_8);
    ByteBuffer body = ByteBuffer.allocate(3 * Integer.BYTES + text.length);
    body.putInt(type).putInt(3).putInt(text.length).put(text); // 3: the session is connected
    return reply(Xid.NOTIFICATION, -1, 0, body.array());
  }

  /** Returns which way it goes. */
  public Direction direction() {
    return direction;
  }

  /** Whether it opens the connection: a connect request or its answer. */
  public boolean isHandshake() {
    return handshake;
  }

  /** Whether it is a request with that operation code, pings and the like included. */
  public boolean isRequest(int wanted) {
    return direction == Direction.TO_SERVER && !handshake && opCode == wanted;
  }

  /** Whether it is the answer to a request with that operation code. */
  public boolean isReplyTo(int wanted) {
    return direction == Direction.TO_CLIENT && !handshake && opCode == wanted;
  }

  /** Whether it is a watch event. */
  public boolean isEvent() {
    return direction == Direction.TO_CLIENT && !handshake && xid() == Xid.NOTIFICATION;
  }

  /**
   * Returns the operation code of the request, or of the one that a reply answers; 0 for a watch
   * event and in a handshake.
   */
  public int opCode() {
    return opCode;
  }

  /** Returns what connects a reply to its request; meaningless in a handshake. */
  public int xid() {
    return payload.length < Integer.BYTES ? 0 : ByteBuffer.wrap(payload).getInt(0);
  }

  /** Returns the transaction that a reply has seen; meaningless elsewhere. */
  public long zxid() {
    return ByteBuffer.wrap(payload).getLong(ZXID_AT);
  }

  /** Returns a reply's error code, 0 if all is well; meaningless elsewhere. */
  public int error() {
    return ByteBuffer.wrap(payload).getInt(ERROR_AT);
  }

  /** Returns a copy of what it consists of, without the length that goes before. */
  public byte[] payload() {
    return payload.clone();
  }

  /** Returns a copy of what follows the header of a request or a reply. */
  public byte[] body() {
    int header = direction == Direction.TO_SERVER ? REQUEST_HEADER_BYTES : REPLY_HEADER_BYTES;
    return Arrays.copyOfRange(payload, Math.min(header, payload.length), payload.length);
  }

  /** Returns the same with another xid. */
  public WireFrame withXid(int xid) {
    return with(changed -> changed.putInt(0, xid));
  }

  /** Returns the same reply with another error code, and without a body unless the code is 0. */
  public WireFrame withError(int error) {
    WireFrame changed = with(reply -> reply.putInt(ERROR_AT, error));
    return error == 0 ? changed : changed.truncated(REPLY_HEADER_BYTES);
  }

  /** Returns the first so many bytes of it, as a message of that length. */
  public WireFrame truncated(int bytes) {
    return new WireFrame(direction, handshake, opCode, Arrays.copyOf(payload, bytes));
  }

  /** Returns the same with another body. */
  public WireFrame withBody(byte[] body) {
    int header = payload.length - body().length;
    byte[] changed = Arrays.copyOf(payload, header + body.length);
    System.arraycopy(body, 0, changed, header, body.length);
    return new WireFrame(direction, handshake, opCode, changed);
  }

  private WireFrame with(Consumer<ByteBuffer> change) {
    byte[] changed = payload.clone();
    change.accept(ByteBuffer.wrap(changed));
    return new WireFrame(direction, handshake, opCode, changed);
  }

  /** Returns length and payload, as they are on the wire. */
  byte[] bytes() {
    return ByteBuffer.allocate(Integer.BYTES + payload.length)
        .putInt(payload.length)
        .put(payload)
        .array();
  }

  @Override
  public String toString() {
    String what;
    if (handshake) {
      what = direction == Direction.TO_SERVER ? "connect request" : "connect response";
    } else if (isEvent()) {
      what = "watch event";
    } else {
      what =
          (direction == Direction.TO_SERVER ? "" : "reply to ")
              + OpCode.name(opCode)
              + ", xid "
              + xid();
    }
    return what + ", " + payload.length + " bytes";
  }
}
