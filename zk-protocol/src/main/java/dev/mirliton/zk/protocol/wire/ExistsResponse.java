package dev.mirliton.zk.protocol.wire;

import dev.mirliton.zk.Stat;

/**
 * The stat of a znode that is there.
 *
 * <pre>
 * | Stat stat |
 * </pre>
 *
 * @since 0.1
 */
public record ExistsResponse(Stat stat) implements Response {

  /** Reads the body. */
  public static ExistsResponse decode(WireReader in) {
    return new ExistsResponse(StatCodec.read(in));
  }

  @Override
  public void encode(WireWriter out) {
    StatCodec.write(out, stat);
  }
}
