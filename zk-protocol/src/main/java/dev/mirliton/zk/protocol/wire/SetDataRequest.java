package dev.mirliton.zk.protocol.wire;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a znode's data; answered by a {@link SetDataResponse}.
 *
 * <pre>
 * | string path | buffer data | int version |
 * </pre>
 *
 * @param data the data; null is not the same as empty
 * @param version the version it must have; −1 for any
 * @since 0.1
 */
public record SetDataRequest(String path, byte @Nullable [] data, int version)
    implements TransactionStep {

  /** Reads the body. */
  public static SetDataRequest decode(WireReader in) {
    return new SetDataRequest(in.readString(), in.readBuffer(), in.readInt());
  }

  /** Writes the body without an object. */
  public static void encode(WireWriter out, String path, byte @Nullable [] data, int version) {
    out.writeString(path);
    out.writeBuffer(data);
    out.writeInt(version);
  }

  @Override
  public int opCode() {
    return OpCode.SET_DATA;
  }

  @Override
  public void encode(WireWriter out) {
    encode(out, path, data, version);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SetDataRequest that
        && path.equals(that.path)
        && Arrays.equals(data, that.data)
        && version == that.version;
  }

  @Override
  public int hashCode() {
    return 31 * Objects.hash(path, version) + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return "SetDataRequest[path="
        + path
        + ", data="
        + ByteCount.of(data)
        + ", version="
        + version
        + "]";
  }
}
