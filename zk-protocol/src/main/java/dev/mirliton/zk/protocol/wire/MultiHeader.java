package dev.mirliton.zk.protocol.wire;

/**
 * What each step of a transaction begins with, in the request and in the reply, and what ends both.
 *
 * <pre>
 * | int type | boolean done | int err |
 * </pre>
 *
 * @param type the step's {@link OpCode}; {@link OpCode#ERROR} for one that failed, and for the end
 * @param done whether this is the end. The type does not tell: a failed step has the same
 * @param err see {@link ErrorCode}; −1 in requests and at the end
 * @since 0.1
 */
public record MultiHeader(int type, boolean done, int err) {
  /** How long it is, always. */
  public static final int BYTES = 9;

  /** The one that ends requests and replies. */
  public static final MultiHeader END = new MultiHeader(-1, true, -1);

  /** Reads one. */
  public static MultiHeader decode(WireReader in) {
    return new MultiHeader(in.readInt(), in.readBoolean(), in.readInt());
  }

  /** Writes the header of a step of a request. */
  static void encodeStep(WireWriter out, int type) {
    encode(out, type, false, -1);
  }

  static void encode(WireWriter out, int type, boolean done, int err) {
    out.writeInt(type);
    out.writeBoolean(done);
    out.writeInt(err);
  }

  /** Writes this one. */
  public void encode(WireWriter out) {
    encode(out, type, done, err);
  }
}
