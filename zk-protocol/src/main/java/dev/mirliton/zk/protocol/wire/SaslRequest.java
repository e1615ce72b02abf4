package dev.mirliton.zk.protocol.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One step of a SASL exchange; answered by a {@link SaslResponse}.
 *
 * <pre>
 * | buffer token |
 * </pre>
 *
 * @param token what the mechanism says; may be null
 * @since 0.1
 */
public record SaslRequest(byte @Nullable [] token) implements Request {

  /** Reads the body. */
  public static SaslRequest decode(WireReader in) {
    return new SaslRequest(in.readBuffer());
  }

  @Override
  public int opCode() {
    return OpCode.SASL;
  }

  @Override
  public void encode(WireWriter out) {
    out.writeBuffer(token);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SaslRequest that && Arrays.equals(token, that.token);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(token);
  }

  @Override
  public String toString() {
    return "SaslRequest[token=" + ByteCount.of(token) + "]";
  }
}
