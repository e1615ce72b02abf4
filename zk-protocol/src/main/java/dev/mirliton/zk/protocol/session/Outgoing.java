package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.protocol.wire.WireWriter;
import java.nio.ByteBuffer;

/**
 * Bytes that wait to be written to this connection, and how many were. Requests are encoded
 * straight into its direct buffer, and that is what the socket takes: one copy from the caller's
 * array.
 */
public final class Outgoing {
  /** Enough for handshakes and pings: a process may hold thousands of sessions that do no more. */
  private static final int FIRST_BYTES = 1024;

  /** What a busy session is left with. */
  private static final int KEPT_BYTES = 64 * 1024;

  private final WireWriter writer = new WireWriter(ByteBuffer.allocateDirect(FIRST_BYTES));
  private int taken; // bytes of the buffer that the link has
  private long takenBefore; // bytes of this connection that have left the buffer

  WireWriter writer() {
    return writer;
  }

  /** Whether nothing waits. */
  public boolean isEmpty() {
    return writer.position() == taken;
  }

  /** Returns how many bytes wait. */
  public int size() {
    return writer.position() - taken;
  }

  /** Returns the position on this connection of the next byte to be encoded. */
  long end() {
    return takenBefore + writer.position();
  }

  /** Returns the position on this connection of the first byte that the link does not have. */
  long takenEnd() {
    return takenBefore + taken;
  }

  /**
   * Takes back a frame of which the link has no byte; what was encoded behind it moves up.
   *
   * @param start the position of its first byte
   * @return how many bytes it had
   */
  int takeBack(long start) {
    ByteBuffer buffer = writer.buffer();
    int at = (int) (start - takenBefore);
    int length = Integer.BYTES + buffer.getInt(at);
    int end = buffer.position() - length;
    buffer.put(at, buffer, at + length, end - at);
    writer.truncate(end);
    return length;
  }

  /** Takes from what waits; see {@link #writeTo}. */
  @FunctionalInterface
  public interface Taker {
    /** Takes bytes from the position on, and moves it. */
    int take(ByteBuffer bytes);
  }

  /**
   * Offers what waits to {@code taker} once, in place.
   *
   * @return how many bytes were taken
   */
  public int writeTo(Taker taker) {
    ByteBuffer buffer = writer.buffer();
    int end = buffer.position();
    int limit = buffer.limit();
    buffer.limit(end).position(taken);
    int count;
    try {
      count = taker.take(buffer);
    } finally {
      buffer.limit(limit).position(end);
    }
    taken += count;
    if (taken == end) {
      drop(end);
    } else if (taken > KEPT_BYTES && taken > end / 2) {
      moveToFront(end);
    }
    return count;
  }

  private void drop(int end) {
    takenBefore += end;
    taken = 0;
    writer.truncate(0);
    shrink();
  }

  private void moveToFront(int end) {
    ByteBuffer buffer = writer.buffer();
    takenBefore += taken;
    buffer.limit(end).position(taken);
    buffer.compact(); // leaves the position behind the rest and the limit at the capacity
    taken = 0;
  }

  private void shrink() {
    // One large request must not hold its memory for as long as the client lives.
    if (writer.buffer().capacity() > 16 * KEPT_BYTES) {
      writer.reset(ByteBuffer.allocateDirect(KEPT_BYTES));
    }
  }

  /** Forgets everything, for a new connection. */
  void reset() {
    taken = 0;
    takenBefore = 0;
    writer.truncate(0);
    shrink();
  }
}
