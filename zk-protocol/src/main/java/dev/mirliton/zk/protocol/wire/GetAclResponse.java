package dev.mirliton.zk.protocol.wire;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.Stat;
import java.util.List;

/**
 * The access control list of a znode, and its stat.
 *
 * <pre>
 * | vector&lt;ACL&gt; acl | Stat stat |
 * </pre>
 *
 * @since 0.1
 */
public record GetAclResponse(List<Acl> acl, Stat stat) implements Response {

  /** Reads the body. */
  public static GetAclResponse decode(WireReader in) {
    return new GetAclResponse(in.readAcl(), StatCodec.read(in));
  }

  @Override
  public void encode(WireWriter out) {
    out.writeAcl(acl);
    StatCodec.write(out, stat);
  }
}
