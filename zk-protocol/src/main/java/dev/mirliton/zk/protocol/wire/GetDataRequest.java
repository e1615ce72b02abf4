package dev.mirliton.zk.protocol.wire;

/**
 * Asks for a znode's data and stat; answered by a {@link GetDataResponse}.
 *
 * <pre>
 * | string path | boolean watch |
 * </pre>
 *
 * @param watch whether to set a watch, if the znode is there
 * @since 0.1
 */
public record GetDataRequest(String path, boolean watch) implements ReadStep {

  /** Reads the body. */
  public static GetDataRequest decode(WireReader in) {
    return new GetDataRequest(in.readString(), in.readBoolean());
  }

  /** Writes the body without an object. */
  public static void encode(WireWriter out, String path, boolean watch) {
    out.writeString(path);
    out.writeBoolean(watch);
  }

  @Override
  public int opCode() {
    return OpCode.GET_DATA;
  }

  @Override
  public void encode(WireWriter out) {
    encode(out, path, watch);
  }
}
