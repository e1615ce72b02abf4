package dev.mirliton.zk.protocol.wire;

/**
 * Asks for a znode's stat; answered by an {@link ExistsResponse}.
 *
 * <pre>
 * | string path | boolean watch |
 * </pre>
 *
 * @param watch whether to set a watch, also when the answer is that there is no such znode
 * @since 0.1
 */
public record ExistsRequest(String path, boolean watch) implements Request {

  /** Reads the body. */
  public static ExistsRequest decode(WireReader in) {
    return new ExistsRequest(in.readString(), in.readBoolean());
  }

  /** Writes the body without an object. */
  public static void encode(WireWriter out, String path, boolean watch) {
    out.writeString(path);
    out.writeBoolean(watch);
  }

  @Override
  public int opCode() {
    return OpCode.EXISTS;
  }

  @Override
  public void encode(WireWriter out) {
    encode(out, path, watch);
  }
}
