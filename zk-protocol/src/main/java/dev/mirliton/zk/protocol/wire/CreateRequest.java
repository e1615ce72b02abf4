package dev.mirliton.zk.protocol.wire;

import dev.mirliton.zk.Acl;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Creates a znode. Three requests share this body: {@link OpCode#CREATE} is answered by a {@link
 * CreateResponse}, {@link OpCode#CREATE2} and {@link OpCode#CREATE_CONTAINER} by a {@link
 * Create2Response}.
 *
 * <pre>
 * | string path | buffer data | vector&lt;ACL&gt; acl | int flags |
 * </pre>
 *
 * @param opCode which of the three
 * @param data the data; null is not the same as empty
 * @param flags the kind of znode, see {@link CreateFlags}
 * @since 0.1
 */
public record CreateRequest(
    int opCode, String path, byte @Nullable [] data, List<Acl> acl, int flags)
    implements TransactionStep {

  /** Reads the body of a request {@code opCode}. */
  public static CreateRequest decode(int opCode, WireReader in) {
    return new CreateRequest(opCode, in.readString(), in.readBuffer(), in.readAcl(), in.readInt());
  }

  /** Writes the body without an object. */
  public static void encode(
      WireWriter out, String path, byte @Nullable [] data, List<Acl> acl, int flags) {
    out.writeString(path);
    out.writeBuffer(data);
    out.writeAcl(acl);
    out.writeInt(flags);
  }

  @Override
  public void encode(WireWriter out) {
    encode(out, path, data, acl, flags);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CreateRequest that
        && opCode == that.opCode
        && path.equals(that.path)
        && Arrays.equals(data, that.data)
        && acl.equals(that.acl)
        && flags == that.flags;
  }

  @Override
  public int hashCode() {
    return 31 * Objects.hash(opCode, path, acl, flags) + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return "CreateRequest[opCode="
        + OpCode.name(opCode)
        + ", path="
        + path
        + ", data="
        + ByteCount.of(data)
        + ", acl="
        + acl
        + ", flags="
        + flags
        + "]";
  }
}
