package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.protocol.wire.WireWriter;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request that no server would take: a server closes the connection on one without a
 * word, and everybody else's requests with it.
 *
 * @param maxPacketBytes the longest frame
 */
record PacketLimit(int maxPacketBytes) {
  private static final int HEADER_BYTES = 8;
  private static final int SHOWN_CHARS = 200;
  private static final int SURELY_ENOUGH_BYTES = 1024; // for everything but data, path and ACL

  /**
   * Throws unless the request is short enough; encodes it only when that is in doubt.
   *
   * @param payloadBytes roughly what it carries
   * @throws IllegalArgumentException naming the limit
   */
  void check(Call<?> call, long payloadBytes, String path) {
    if (payloadBytes + 3L * path.length() + SURELY_ENOUGH_BYTES > maxPacketBytes) {
      checkExactly(call);
    }
  }

  /** Encodes the request to learn its length. */
  void checkExactly(Call<?> call) {
    WireWriter writer = new WireWriter(ByteBuffer.allocate(64 * 1024));
    call.encode(writer);
    int length = writer.position() + HEADER_BYTES;
    if (length > maxPacketBytes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: request of %,d bytes is over the packet limit of %,d bytes (maxPacketBytes)",
              name(call.operation(), call.path),
              length,
              maxPacketBytes));
    }
  }

  /** Returns what the request is called where its path may be what makes it too long. */
  static String name(String operation, @Nullable String path) {
    if (path == null) {
      return operation;
    }
    return path.length() <= SHOWN_CHARS
        ? operation + " " + path
        : operation + " " + path.substring(0, SHOWN_CHARS) + "… (" + path.length() + " characters)";
  }
}
