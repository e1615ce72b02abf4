package dev.mirliton.zk.protocol.wire;

import dev.mirliton.zk.Acl;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the protocol's primitives at the position of a buffer, which is replaced by a larger one
 * of its kind, direct or heap, when it is full. Nothing else is ever allocated.
 *
 * <p>What fails halfway leaves bytes behind that {@link #truncate} takes back:
 *
 * <pre>{@code
 * int frame = out.beginFrame();
 * try {
 *   RequestHeader.encode(out, xid, OpCode.GET_DATA);
 *   GetDataRequest.encode(out, path, false);
 *   if (out.endFrame(frame) > maxPacketBytes) { ... }
 * } catch (RuntimeException e) {
 *   out.truncate(frame);
 *   throw e;
 * }
 * }</pre>
 *
 * <p>Used by one thread at a time.
 *
 * @since 0.1
 */
public final class WireWriter {
  private static final int MAX_BUFFER_BYTES = Integer.MAX_VALUE - 8;

  private ByteBuffer buffer;

  /** Creates a writer that appends to {@code buffer}; see {@link #reset}. */
  public WireWriter(ByteBuffer buffer) {
    this.buffer = buffer.order(ByteOrder.BIG_ENDIAN);
  }

  /**
   * Goes on at the position of {@code buffer}, up to its limit and then in a larger one. The bytes
   * before its position are kept.
   */
  public void reset(ByteBuffer buffer) {
    this.buffer = buffer.order(ByteOrder.BIG_ENDIAN);
  }

  /**
   * Returns the buffer written to, up to its position. It belongs to whoever gave the first one;
   * another may take its place at the next write.
   */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** Returns where the next byte goes. */
  public int position() {
    return buffer.position();
  }

  /** Takes back everything from {@code position} on. */
  public void truncate(int position) {
    if (position > buffer.position()) {
      throw new IllegalArgumentException(
          "position must not be above " + buffer.position() + " but was " + position);
    }
    buffer.position(position);
  }

  /** Leaves room for a frame's length and returns where, for {@link #endFrame}. */
  public int beginFrame() {
    int start = buffer.position();
    writeInt(0);
    return start;
  }

  /**
   * Fills in the length of the frame that began at {@code start}.
   *
   * @return that length: the bytes written since, without the length field
   */
  public int endFrame(int start) {
    int length = buffer.position() - start - Integer.BYTES;
    buffer.putInt(start, length);
    return length;
  }

  /** Writes one byte, 1 or 0. */
  public void writeBoolean(boolean value) {
    ensure(1);
    buffer.put((byte) (value ? 1 : 0));
  }

  /** Writes four bytes. */
  public void writeInt(int value) {
    ensure(Integer.BYTES);
    buffer.putInt(value);
  }

  /** Writes eight bytes. */
  public void writeLong(long value) {
    ensure(Long.BYTES);
    buffer.putLong(value);
  }

  /**
   * Writes length and UTF-8 bytes; null as length −1.
   *
   * @throws IllegalArgumentException if a surrogate stands alone; part of the text is written then
   */
  public void writeString(@Nullable String text) {
    if (text == null) {
      writeInt(-1);
      return;
    }
    int length = text.length();
    ensure(Integer.BYTES + (long) length);
    int start = buffer.position() + Integer.BYTES;
    int i = 0;
    while (i < length) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        break;
      }
      buffer.put(start + i, (byte) c);
      i++;
    }
    buffer.position(start + i);
    if (i < length) {
      ensure(3L * (length - i));
      Utf8.encode(text, i, buffer);
    }
    buffer.putInt(start - Integer.BYTES, buffer.position() - start);
  }

  /** Writes length and bytes; null as length −1. */
  public void writeBuffer(byte @Nullable [] bytes) {
    if (bytes == null) {
      writeInt(-1);
      return;
    }
    ensure(Integer.BYTES + (long) bytes.length);
    buffer.putInt(bytes.length).put(bytes);
  }

  /** Writes count and strings. */
  public void writeStrings(List<String> strings) {
    int count = strings.size();
    writeInt(count);
    for (int i = 0; i < count; i++) {
      writeString(strings.get(i));
    }
  }

  /** Writes count and entries, each its permissions, scheme and id. */
  public void writeAcl(List<Acl> entries) {
    int count = entries.size();
    writeInt(count);
    for (int i = 0; i < count; i++) {
      Acl entry = entries.get(i);
      writeInt(entry.permissions());
      writeString(entry.identity().scheme());
      writeString(entry.identity().id());
    }
  }

  /** Sees to it that {@code bytes} more fit. */
  private void ensure(long bytes) {
    if (buffer.remaining() < bytes) {
      grow(buffer.position() + bytes);
    }
  }

  private void grow(long neededBytes) {
    if (neededBytes > MAX_BUFFER_BYTES) {
      throw new BufferOverflowException();
    }
    int capacity = (int) Math.min(MAX_BUFFER_BYTES, Math.max(2L * buffer.capacity(), neededBytes));
    ByteBuffer larger =
        buffer.isDirect() ? ByteBuffer.allocateDirect(capacity) : ByteBuffer.allocate(capacity);
    int position = buffer.position();
    larger.put(0, buffer, 0, position).position(position);
    buffer = larger;
  }
}
