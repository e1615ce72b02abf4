package dev.mirliton.zk.protocol.wire;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Presents credentials, with {@link Xid#AUTH}; answered by a header alone.
 *
 * <pre>
 * | int type | string scheme | buffer auth |
 * </pre>
 *
 * @param type 0, always
 * @param scheme the authentication scheme
 * @param auth the credentials in the form of that scheme
 * @since 0.1
 */
public record AuthRequest(int type, String scheme, byte @Nullable [] auth) implements Request {

  /** Reads the body. */
  public static AuthRequest decode(WireReader in) {
    return new AuthRequest(in.readInt(), in.readString(), in.readBuffer());
  }

  @Override
  public int opCode() {
    return OpCode.AUTH;
  }

  @Override
  public void encode(WireWriter out) {
    out.writeInt(type);
    out.writeString(scheme);
    out.writeBuffer(auth);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AuthRequest that
        && type == that.type
        && scheme.equals(that.scheme)
        && Arrays.equals(auth, that.auth);
  }

  @Override
  public int hashCode() {
    return 31 * Objects.hash(type, scheme) + Arrays.hashCode(auth);
  }

  @Override
  public String toString() {
    return "AuthRequest[type=" + type + ", scheme=" + scheme + ", auth=" + ByteCount.of(auth) + "]";
  }
}
