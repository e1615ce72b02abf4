package dev.mirliton.zk.protocol.wire;

/**
 * What everything from the server begins with, the handshake excepted. Where {@code err} is not
 * {@link ErrorCode#OK}, whatever follows is to be ignored; a SASL failure does send something.
 *
 * <pre>
 * | int xid | long zxid | int err |
 * </pre>
 *
 * @param xid the request that is answered, see {@link Xid}
 * @param zxid the last transaction the server had carried out
 * @param err see {@link ErrorCode}
 * @since 0.1
 */
public record ReplyHeader(int xid, long zxid, int err) {
  /** How long it is, always. */
  public static final int BYTES = 16;

  /** Reads one. */
  public static ReplyHeader decode(WireReader in) {
    return new ReplyHeader(in.readInt(), in.readLong(), in.readInt());
  }

  /** Returns the zxid of the header that {@code in} stands right behind. */
  public static long zxidBefore(WireReader in) {
    return in.longBefore(Long.BYTES + Integer.BYTES);
  }

  /** Writes this one. */
  public void encode(WireWriter out) {
    out.writeInt(xid);
    out.writeLong(zxid);
    out.writeInt(err);
  }

  @Override
  public String toString() {
    return "ReplyHeader[xid="
        + xid
        + ", zxid=0x"
        + Long.toHexString(zxid)
        + ", "
        + ErrorCode.name(err)
        + "]";
  }
}
