package dev.mirliton.zk.protocol.wire;

import dev.mirliton.zk.Stat;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Data and stat of a znode, or the configuration after a change of members. A reader in a hurry
 * calls {@link WireReader#readBuffer} and {@link StatCodec#read} instead.
 *
 * <pre>
 * | buffer data | Stat stat |
 * </pre>
 *
 * @param data null if the znode was created with null
 * @since 0.1
 */
public record GetDataResponse(byte @Nullable [] data, Stat stat) implements StepResult {

  /** Reads the body. */
  public static GetDataResponse decode(WireReader in) {
    return new GetDataResponse(in.readBuffer(), StatCodec.read(in));
  }

  @Override
  public void encode(WireWriter out) {
    out.writeBuffer(data);
    StatCodec.write(out, stat);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GetDataResponse that
        && Arrays.equals(data, that.data)
        && stat.equals(that.stat);
  }

  @Override
  public int hashCode() {
    return 31 * Objects.hash(stat) + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return "GetDataResponse[data=" + ByteCount.of(data) + ", stat=" + stat + "]";
  }
}
