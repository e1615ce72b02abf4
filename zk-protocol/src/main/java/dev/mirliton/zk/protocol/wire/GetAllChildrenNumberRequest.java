package dev.mirliton.zk.protocol.wire;

/**
 * Counts all descendants of a znode; answered by a {@link GetAllChildrenNumberResponse}.
 *
 * <pre>
 * | string path |
 * </pre>
 *
 * @since 0.1
 */
public record GetAllChildrenNumberRequest(String path) implements Request {

  /** Reads the body. */
  public static GetAllChildrenNumberRequest decode(WireReader in) {
    return new GetAllChildrenNumberRequest(in.readString());
  }

  @Override
  public int opCode() {
    return OpCode.GET_ALL_CHILDREN_NUMBER;
  }

  @Override
  public void encode(WireWriter out) {
    out.writeString(path);
  }
}
