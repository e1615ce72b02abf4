package dev.mirliton.zk.protocol.wire;

import java.util.Locale;

/**
 * A frame announced a length that no frame may have. Usually the other side does not speak
 * ZooKeeper's protocol at all, so the message says what the four bytes look like instead.
 *
 * @since 0.1
 */
public final class FrameLengthException extends WireFormatException {
  private static final long serialVersionUID = 1;

  private static final int HTTP = 0x48545450;
  private static final int TLS_ALERT = 0x1503;
  private static final int TLS_HANDSHAKE = 0x1603;

  private final int length;

  /** Made by {@link FrameDecoder}. */
  public FrameLengthException(int length, int maxPacketBytes) {
    super(explain(length, maxPacketBytes));
    this.length = length;
  }

  /** Returns what the length field said. */
  public int length() {
    return length;
  }

  private static String explain(int length, int maxPacketBytes) {
    String looksLike = looksLike(length);
    if (!looksLike.isEmpty()) {
      return "not a ZooKeeper frame: " + looksLike;
    }
    return length < 0
        ? "frame length " + length + " is negative"
        : String.format(
            Locale.ROOT,
            "frame of %,d bytes is over the packet limit of %,d bytes (maxPacketBytes)",
            length,
            maxPacketBytes);
  }

  private static String looksLike(int length) {
    if (length == HTTP) {
      return "the bytes \"HTTP\" look like an HTTP server";
    }
    int firstTwo = length >>> 16;
    if (firstTwo == TLS_ALERT || firstTwo == TLS_HANDSHAKE) {
      return String.format("the bytes 0x%08x look like TLS", length);
    }
    var text = new StringBuilder(Integer.BYTES);
    for (int shift = 24; shift >= 0; shift -= 8) {
      char c = (char) ((length >>> shift) & 0xff);
      if (c < ' ' || c > '~') {
        return "";
      }
      text.append(c);
    }
    return "the bytes \"" + text + "\" look like text";
  }
}
