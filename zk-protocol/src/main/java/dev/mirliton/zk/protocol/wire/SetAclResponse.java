package dev.mirliton.zk.protocol.wire;

import dev.mirliton.zk.Stat;

/**
 * The stat after the access control list was replaced.
 *
 * <pre>
 * | Stat stat |
 * </pre>
 *
 * @since 0.1
 */
public record SetAclResponse(Stat stat) implements Response {

  /** Reads the body. */
  public static SetAclResponse decode(WireReader in) {
    return new SetAclResponse(StatCodec.read(in));
  }

  @Override
  public void encode(WireWriter out) {
    StatCodec.write(out, stat);
  }
}
