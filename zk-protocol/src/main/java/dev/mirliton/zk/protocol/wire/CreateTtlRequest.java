package dev.mirliton.zk.protocol.wire;

import dev.mirliton.zk.Acl;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Creates a znode with a time to live; answered by a {@link Create2Response}.
 *
 * <pre>
 * | string path | buffer data | vector&lt;ACL&gt; acl | int flags | long ttlMs |
 * </pre>
 *
 * @param data the data; null is not the same as empty
 * @param flags the kind of znode, see {@link CreateFlags}
 * @param ttlMs the time to live, milliseconds
 * @since 0.1
 */
public record CreateTtlRequest(
    String path, byte @Nullable [] data, List<Acl> acl, int flags, long ttlMs)
    implements TransactionStep {

  /** Reads the body. */
  public static CreateTtlRequest decode(WireReader in) {
    return new CreateTtlRequest(
        in.readString(), in.readBuffer(), in.readAcl(), in.readInt(), in.readLong());
  }

  /** Writes the body without an object. */
  public static void encode(
      WireWriter out, String path, byte @Nullable [] data, List<Acl> acl, int flags, long ttlMs) {
    out.writeString(path);
    out.writeBuffer(data);
    out.writeAcl(acl);
    out.writeInt(flags);
    out.writeLong(ttlMs);
  }

  @Override
  public int opCode() {
    return OpCode.CREATE_TTL;
  }

  @Override
  public void encode(WireWriter out) {
    encode(out, path, data, acl, flags, ttlMs);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CreateTtlRequest that
        && path.equals(that.path)
        && Arrays.equals(data, that.data)
        && acl.equals(that.acl)
        && flags == that.flags
        && ttlMs == that.ttlMs;
  }

  @Override
  public int hashCode() {
    return 31 * Objects.hash(path, acl, flags, ttlMs) + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return "CreateTtlRequest[path="
        + path
        + ", data="
        + ByteCount.of(data)
        + ", acl="
        + acl
        + ", flags="
        + flags
        + ", ttlMs="
        + ttlMs
        + "]";
  }
}
