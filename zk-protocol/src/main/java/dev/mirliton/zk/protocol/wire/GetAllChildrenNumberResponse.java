package dev.mirliton.zk.protocol.wire;

/**
 * How many descendants a znode has.
 *
 * <pre>
 * | int totalNumber |
 * </pre>
 *
 * @since 0.1
 */
public record GetAllChildrenNumberResponse(int totalNumber) implements Response {

  /** Reads the body. */
  public static GetAllChildrenNumberResponse decode(WireReader in) {
    return new GetAllChildrenNumberResponse(in.readInt());
  }

  @Override
  public void encode(WireWriter out) {
    out.writeInt(totalNumber);
  }
}
