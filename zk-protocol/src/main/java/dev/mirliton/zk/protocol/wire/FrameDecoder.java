package dev.mirliton.zk.protocol.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Cuts a stream of bytes, arriving in any pieces, into frames: a length of four bytes, then as many
 * bytes. A frame that lies whole in one piece is handed on in place, without a copy or an object;
 * only a torn one is gathered.
 *
 * <p>Used by one thread at a time.
 *
 * @since 0.1
 */
public final class FrameDecoder {
  private static final int HEADER_BYTES = Integer.BYTES;
  private static final int FIRST_BYTES = 64; // most streams are never torn in a long frame
  private static final int KEPT_BYTES = 4096;

  private final int maxPacketBytes;
  private final int maxSkippedBytes;

  /** A torn frame, header included, from 0 to position. Empty between frames. */
  private ByteBuffer torn = ByteBuffer.allocate(FIRST_BYTES);

  /** How many bytes of a frame that is too long are still to come. */
  private int toSkip;

  /**
   * Creates a decoder that skips nothing.
   *
   * @param maxPacketBytes the longest frame to accept, its length field not counted
   */
  public FrameDecoder(int maxPacketBytes) {
    this(maxPacketBytes, maxPacketBytes);
  }

  /**
   * Creates a decoder.
   *
   * @param maxPacketBytes the longest frame to accept, its length field not counted
   * @param maxSkippedBytes the longest frame to skip instead of refusing it
   */
  public FrameDecoder(int maxPacketBytes, int maxSkippedBytes) {
    if (maxPacketBytes < 0) {
      throw new IllegalArgumentException(
          "maxPacketBytes must not be negative but was " + maxPacketBytes);
    }
    this.maxPacketBytes = maxPacketBytes;
    this.maxSkippedBytes = maxSkippedBytes;
  }

  /** Forgets a torn frame, for a new stream. */
  public void reset() {
    torn.clear();
    toSkip = 0;
  }

  /**
   * Hands every frame that {@code bytes} completes to {@code sink} and keeps what is left over for
   * the next call. When the sink throws, its frame is consumed and the rest of {@code bytes} is
   * not: feeding them again goes on with the next frame.
   *
   * @param bytes consumed to the end; its limit is moved during the call and put back
   * @throws FrameLengthException if a frame is longer than the limits or its length is negative;
   *     nothing more can be read from this stream, and every later call throws again until {@link
   *     #reset}
   */
  public void feed(ByteBuffer bytes, FrameSink sink) {
    bytes.order(ByteOrder.BIG_ENDIAN);
    skip(bytes);
    if (torn.position() > 0 && !mend(bytes, sink)) {
      return;
    }
    int end = bytes.limit();
    while (end - bytes.position() >= HEADER_BYTES) {
      int length = checked(bytes.getInt(bytes.position()));
      int start = bytes.position() + HEADER_BYTES;
      int wanted = wanted(length);
      if (end - start < wanted) {
        break;
      }
      try {
        bytes.limit(start + wanted).position(start);
        handOn(bytes, length, sink);
      } finally {
        bytes.limit(end).position(start + wanted);
      }
      skip(bytes);
    }
    keep(bytes, bytes.remaining());
  }

  /** Completes the torn frame if {@code bytes} suffice, and says whether they did. */
  private boolean mend(ByteBuffer bytes, FrameSink sink) {
    keep(bytes, HEADER_BYTES - torn.position());
    if (torn.position() < HEADER_BYTES) {
      return false;
    }
    int length = checked(torn.getInt(0));
    int wanted = wanted(length);
    keep(bytes, wanted - (torn.position() - HEADER_BYTES));
    if (torn.position() - HEADER_BYTES < wanted) {
      return false;
    }
    ByteBuffer frame = torn.flip().position(HEADER_BYTES);
    try {
      handOn(frame, length, sink);
    } finally {
      // One large frame must not hold its memory for as long as the connection lives.
      torn = torn.capacity() > KEPT_BYTES ? ByteBuffer.allocate(KEPT_BYTES) : torn.clear();
    }
    skip(bytes);
    return true;
  }

  /** Returns how much of a frame is handed on: all of it, or its head if it is too long. */
  private int wanted(int length) {
    return length <= maxPacketBytes ? length : Math.min(length, ReplyHeader.BYTES);
  }

  private void handOn(ByteBuffer frame, int length, FrameSink sink) {
    if (length <= maxPacketBytes) {
      sink.onFrame(frame);
      return;
    }
    int head = frame.remaining();
    sink.onLongFrame(frame, new FrameLengthException(length, maxPacketBytes));
    toSkip = length - head;
  }

  private void skip(ByteBuffer bytes) {
    int count = Math.min(toSkip, bytes.remaining());
    bytes.position(bytes.position() + count);
    toSkip -= count;
  }

  /** Moves at most {@code wanted} of {@code bytes} to the torn frame. */
  private void keep(ByteBuffer bytes, int wanted) {
    int count = Math.min(wanted, bytes.remaining());
    if (count <= 0) {
      return;
    }
    if (torn.remaining() < count) {
      // Grows with what has arrived, not with what the length field claims.
      long doubled = Math.max(2L * torn.capacity(), (long) torn.position() + count);
      torn = ByteBuffer.allocate((int) Math.min(doubled, Integer.MAX_VALUE - 8)).put(torn.flip());
    }
    torn.put(torn.position(), bytes, bytes.position(), count);
    torn.position(torn.position() + count);
    bytes.position(bytes.position() + count);
  }

  private int checked(int length) {
    if (length < 0 || length > maxPacketBytes && length > maxSkippedBytes) {
      throw new FrameLengthException(length, maxPacketBytes);
    }
    return length;
  }
}
