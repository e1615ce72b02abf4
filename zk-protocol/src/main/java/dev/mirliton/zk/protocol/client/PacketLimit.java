package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.protocol.wire.WireWriter;
import java.nio.ByteBuffer;

/**
 * Refuses a request that no server would take: a server closes the connection on one without a
 * word, and everybody else's requests with it.
 *
 * @param maxPacketBytes the longest frame
 */
record PacketLimit(int maxPacketBytes) {
  private static final int HEADER_BYTES = 8;
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
          "%s: request of %,d bytes is over the packet limit of %,d bytes (maxPacketBytes)"
              .formatted(call, length, maxPacketBytes));
    }
  }
}
