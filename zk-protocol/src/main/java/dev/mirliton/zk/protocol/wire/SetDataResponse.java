package dev.mirliton.zk.protocol.wire;

import dev.mirliton.zk.Stat;

/**
 * The stat after data was replaced.
 *
 * <pre>
 * | Stat stat |
 * </pre>
 *
 * @since 0.1
 */
public record SetDataResponse(Stat stat) implements StepResult {

  /** Reads the body. */
  public static SetDataResponse decode(WireReader in) {
    return new SetDataResponse(StatCodec.read(in));
  }

  @Override
  public void encode(WireWriter out) {
    StatCodec.write(out, stat);
  }
}
