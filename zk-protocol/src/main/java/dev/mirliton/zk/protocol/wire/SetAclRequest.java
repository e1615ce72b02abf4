package dev.mirliton.zk.protocol.wire;

import dev.mirliton.zk.Acl;
import java.util.List;

/**
 * Replaces a znode's access control list; answered by a {@link SetAclResponse}.
 *
 * <pre>
 * | string path | vector&lt;ACL&gt; acl | int version |
 * </pre>
 *
 * @param version the version the list must have, which is the stat's {@code aversion}; −1 for any
 * @since 0.1
 */
public record SetAclRequest(String path, List<Acl> acl, int version) implements Request {

  /** Reads the body. */
  public static SetAclRequest decode(WireReader in) {
    return new SetAclRequest(in.readString(), in.readAcl(), in.readInt());
  }

  @Override
  public int opCode() {
    return OpCode.SET_ACL;
  }

  @Override
  public void encode(WireWriter out) {
    out.writeString(path);
    out.writeAcl(acl);
    out.writeInt(version);
  }
}
