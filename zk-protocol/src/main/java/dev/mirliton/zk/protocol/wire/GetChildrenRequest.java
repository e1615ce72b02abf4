package dev.mirliton.zk.protocol.wire;

/**
 * Asks for the names of a znode's children; answered by a {@link GetChildrenResponse}.
 *
 * <pre>
 * | string path | boolean watch |
 * </pre>
 *
 * @param watch whether to set a watch, if the znode is there
 * @since 0.1
 */
public record GetChildrenRequest(String path, boolean watch) implements ReadStep {

  /** Reads the body. */
  public static GetChildrenRequest decode(WireReader in) {
    return new GetChildrenRequest(in.readString(), in.readBoolean());
  }

  /** Writes the body without an object. */
  public static void encode(WireWriter out, String path, boolean watch) {
    out.writeString(path);
    out.writeBoolean(watch);
  }

  @Override
  public int opCode() {
    return OpCode.GET_CHILDREN;
  }

  @Override
  public void encode(WireWriter out) {
    encode(out, path, watch);
  }
}
