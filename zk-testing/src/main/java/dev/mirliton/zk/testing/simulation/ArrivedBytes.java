package dev.mirliton.zk.testing.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Bytes that arrived at a socket and that nobody has read yet. */
final class ArrivedBytes {
  private static final int ROOM = 64 * 1024;

  private final Deque<ByteBuffer> pieces = new ArrayDeque<>();
  private int count;

  /** Returns how many there are. */
  int count() {
    return count;
  }

  /** Whether no more should come; the last piece may go beyond. */
  boolean isFull() {
    return count >= ROOM;
  }

  /** Keeps a copy. */
  void add(ByteBuffer bytes) {
    count += bytes.remaining();
    pieces.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
  }

  /** Takes as many as there are and fit; returns how many. */
  int take(byte[] into, int offset, int length) {
    int taken = 0;
    while (taken < length && !pieces.isEmpty()) {
      ByteBuffer first = pieces.element();
      int part = Math.min(length - taken, first.remaining());
      first.get(into, offset + taken, part);
      taken += part;
      if (!first.hasRemaining()) {
        pieces.remove();
      }
    }
    count -= taken;
    return taken;
  }

  void clear() {
    pieces.clear();
    count = 0;
  }
}
