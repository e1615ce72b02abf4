package dev.mirliton.zk.protocol.wire;

/**
 * What every request begins with, the handshake excepted.
 *
 * <pre>
 * | int xid | int opCode |
 * </pre>
 *
 * @param xid ties the reply to the request, see {@link Xid}
 * @param opCode what is asked, see {@link OpCode}
 * @since 0.1
 */
public record RequestHeader(int xid, int opCode) {
  /** How long it is, always. */
  public static final int BYTES = 8;

  /** Reads one. */
  public static RequestHeader decode(WireReader in) {
    return new RequestHeader(in.readInt(), in.readInt());
  }

  /** Writes one without an object. */
  public static void encode(WireWriter out, int xid, int opCode) {
    out.writeInt(xid);
    out.writeInt(opCode);
  }

  /** Writes this one. */
  public void encode(WireWriter out) {
    encode(out, xid, opCode);
  }

  @Override
  public String toString() {
    return "RequestHeader[xid=" + xid + ", " + OpCode.name(opCode) + "]";
  }
}
