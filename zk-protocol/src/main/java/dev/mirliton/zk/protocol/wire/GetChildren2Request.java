package dev.mirliton.zk.protocol.wire;

/**
 * Asks for the names of a znode's children and its stat; answered by a {@link
 * GetChildren2Response}.
 *
 * <pre>
 * | string path | boolean watch |
 * </pre>
 *
 * @param watch whether to set a watch, if the znode is there
 * @since 0.1
 */
public record GetChildren2Request(String path, boolean watch) implements Request {

  /** Reads the body. */
  public static GetChildren2Request decode(WireReader in) {
    return new GetChildren2Request(in.readString(), in.readBoolean());
  }

  /** Writes the body without an object. */
  public static void encode(WireWriter out, String path, boolean watch) {
    out.writeString(path);
    out.writeBoolean(watch);
  }

  @Override
  public int opCode() {
    return OpCode.GET_CHILDREN2;
  }

  @Override
  public void encode(WireWriter out) {
    encode(out, path, watch);
  }
}
