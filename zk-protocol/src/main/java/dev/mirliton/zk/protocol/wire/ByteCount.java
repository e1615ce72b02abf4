package dev.mirliton.zk.protocol.wire;

import org.jspecify.annotations.Nullable;

/** What {@code toString} may tell of bytes that can be secret: how many there are. */
final class ByteCount {
  private ByteCount() {}

  static String of(byte @Nullable [] bytes) {
    return bytes == null ? "null" : bytes.length + " bytes";
  }
}
