package dev.mirliton.zk.protocol.wire;

/**
 * Deletes a znode; answered by an {@link EmptyResponse}.
 *
 * <pre>
 * | string path | int version |
 * </pre>
 *
 * @param version the version it must have; −1 for any
 * @since 0.1
 */
public record DeleteRequest(String path, int version) implements TransactionStep {

  /** Reads the body. */
  public static DeleteRequest decode(WireReader in) {
    return new DeleteRequest(in.readString(), in.readInt());
  }

  /** Writes the body without an object. */
  public static void encode(WireWriter out, String path, int version) {
    out.writeString(path);
    out.writeInt(version);
  }

  @Override
  public int opCode() {
    return OpCode.DELETE;
  }

  @Override
  public void encode(WireWriter out) {
    encode(out, path, version);
  }
}
