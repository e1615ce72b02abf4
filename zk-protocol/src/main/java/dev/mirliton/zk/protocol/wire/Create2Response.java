package dev.mirliton.zk.protocol.wire;

import dev.mirliton.zk.Stat;

/**
 * The path of the znode that was created, and its stat.
 *
 * <pre>
 * | string path | Stat stat |
 * </pre>
 *
 * @since 0.1
 */
public record Create2Response(String path, Stat stat) implements StepResult {

  /** Reads the body. */
  public static Create2Response decode(WireReader in) {
    return new Create2Response(in.readString(), StatCodec.read(in));
  }

  @Override
  public void encode(WireWriter out) {
    out.writeString(path);
    StatCodec.write(out, stat);
  }
}
