package dev.mirliton.zk.protocol.wire;

/**
 * Asks for a znode's access control list; answered by a {@link GetAclResponse}.
 *
 * <pre>
 * | string path |
 * </pre>
 *
 * @since 0.1
 */
public record GetAclRequest(String path) implements Request {

  /** Reads the body. */
  public static GetAclRequest decode(WireReader in) {
    return new GetAclRequest(in.readString());
  }

  @Override
  public int opCode() {
    return OpCode.GET_ACL;
  }

  @Override
  public void encode(WireWriter out) {
    out.writeString(path);
  }
}
