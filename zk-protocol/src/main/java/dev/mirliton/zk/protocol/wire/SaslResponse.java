package dev.mirliton.zk.protocol.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The server's step of a SASL exchange.
 *
 * <pre>
 * | buffer token |
 * </pre>
 *
 * @param token what the mechanism says; may be null
 * @since 0.1
 */
public record SaslResponse(byte @Nullable [] token) implements Response {

  /** Reads the body. */
  public static SaslResponse decode(WireReader in) {
    return new SaslResponse(in.readBuffer());
  }

  @Override
  public void encode(WireWriter out) {
    out.writeBuffer(token);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SaslResponse that && Arrays.equals(token, that.token);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(token);
  }

  @Override
  public String toString() {
    return "SaslResponse[token=" + ByteCount.of(token) + "]";
  }
}
