package dev.mirliton.zk.protocol.wire;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.Identity;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the protocol's primitives from one frame. Every length is checked against the bytes that
 * remain before anything is allocated for it, and every method throws {@link WireFormatException}
 * for what is truncated or malformed.
 *
 * <p>One reader serves any number of frames, see {@link #reset}. Used by one thread at a time.
 *
 * @since 0.1
 */
public final class WireReader {
  private static final byte[] NO_BYTES = {};
  private static final ByteBuffer NO_FRAME = ByteBuffer.wrap(NO_BYTES);
  private static final int STRING_MIN_BYTES = 4;
  private static final int ACL_MIN_BYTES = 12;
  private static final int SCRATCH_BYTES = 512;
  private static final char REPLACEMENT = '\uFFFD';

  private ByteBuffer frame = NO_FRAME;
  private int start;

  /** For strings of buffers without an array; made at the first of them. */
  private byte[] scratch = NO_BYTES;

  /** Creates a reader without a frame. */
  public WireReader() {}

  /** Creates a reader of {@code frame}. */
  public WireReader(ByteBuffer frame) {
    reset(frame);
  }

  /** Goes on with {@code frame}, from its position to its limit; moves its position. */
  public void reset(ByteBuffer frame) {
    this.frame = frame.order(ByteOrder.BIG_ENDIAN);
    this.start = frame.position();
  }

  /** Returns how many bytes of the frame are not read yet. */
  public int remaining() {
    return frame.remaining();
  }

  /** Checks that the frame ends here. */
  public void expectEnd() {
    if (frame.hasRemaining()) {
      throw malformed(frame.remaining() + " bytes follow the end of the record");
    }
  }

  /** Reads one byte; anything but zero is true. */
  public boolean readBoolean() {
    require(1, "a boolean");
    return frame.get() != 0;
  }

  /** Reads four bytes. */
  public int readInt() {
    require(Integer.BYTES, "an int");
    return frame.getInt();
  }

  /** Reads eight bytes. */
  public long readLong() {
    require(Long.BYTES, "a long");
    return frame.getLong();
  }

  /** Looks at the eight bytes that begin so many bytes before the current position. */
  long longBefore(int bytes) {
    int at = frame.position() - bytes;
    if (at < start) {
      throw malformed("there is no long " + bytes + " bytes before");
    }
    return frame.getLong(at);
  }

  /** Reads a string that must not be null. */
  public String readString() {
    String text = readNullableString();
    if (text == null) {
      throw malformed("a string is null");
    }
    return text;
  }

  /** Reads a string; null if its length is −1. */
  public @Nullable String readNullableString() {
    int length = readLength("a string", 1);
    if (length <= 0) {
      return length < 0 ? null : "";
    }
    int at = frame.position();
    // One pass at the JDK's speed. Only text with a replacement character in it, genuine or not,
    // is looked at again.
    String text = decode(at, length);
    if (text.indexOf(REPLACEMENT) >= 0) {
      text = decodeStrictly(at, length);
    }
    frame.position(at + length);
    return text;
  }

  /** Reads a buffer that must not be null. */
  public byte[] readBytes() {
    byte[] bytes = readBuffer();
    if (bytes == null) {
      throw malformed("a buffer is null");
    }
    return bytes;
  }

  /** Reads a buffer into an array of its own; null if its length is −1. */
  public byte @Nullable [] readBuffer() {
    int length = readLength("a buffer", 1);
    if (length <= 0) {
      return length < 0 ? null : NO_BYTES;
    }
    byte[] bytes = new byte[length];
    frame.get(bytes);
    return bytes;
  }

  /**
   * Reads the count of a vector and checks that so many elements may follow. A null vector counts
   * as an empty one: neither side of the protocol means anything by the difference.
   *
   * @param elementMinBytes the least that one element takes
   */
  public int readCount(int elementMinBytes) {
    return Math.max(0, readLength("a vector", elementMinBytes));
  }

  /** Reads a vector of strings, none of them null; the list cannot be changed. */
  public List<String> readStrings() {
    int count = readCount(STRING_MIN_BYTES);
    if (count == 0) {
      return List.of();
    }
    String[] strings = new String[count];
    for (int i = 0; i < count; i++) {
      strings[i] = readString();
    }
    return Collections.unmodifiableList(Arrays.asList(strings));
  }

  /** Reads a vector of access control entries; the list cannot be changed. */
  public List<Acl> readAcl() {
    int count = readCount(ACL_MIN_BYTES);
    if (count == 0) {
      return List.of();
    }
    Acl[] entries = new Acl[count];
    for (int i = 0; i < count; i++) {
      entries[i] = new Acl(readInt(), new Identity(readString(), readString()));
    }
    return Collections.unmodifiableList(Arrays.asList(entries));
  }

  /** Makes the exception for what was found just before the current position. */
  WireFormatException malformed(String what) {
    return new WireFormatException(what + ", at offset " + (frame.position() - start));
  }

  private String decode(int at, int length) {
    if (frame.hasArray()) {
      return new String(frame.array(), frame.arrayOffset() + at, length, StandardCharsets.UTF_8);
    }
    if (length > SCRATCH_BYTES) {
      byte[] copy = new byte[length];
      frame.get(at, copy);
      return new String(copy, StandardCharsets.UTF_8);
    }
    if (scratch.length == 0) {
      scratch = new byte[SCRATCH_BYTES];
    }
    frame.get(at, scratch, 0, length);
    return new String(scratch, 0, length, StandardCharsets.UTF_8);
  }

  private String decodeStrictly(int at, int length) {
    int end = Utf8.decode(frame, at, length, null);
    if (end < at + length) {
      throw new WireFormatException("a string is not UTF-8, at offset " + (end - start));
    }
    var text = new StringBuilder();
    Utf8.decode(frame, at, length, text);
    return text.toString();
  }

  /** Reads a length, −1 for null, and checks that so many units of some bytes remain. */
  private int readLength(String kind, int unitBytes) {
    require(Integer.BYTES, kind);
    int length = frame.getInt();
    if (length < -1 || length > frame.remaining() / unitBytes) {
      throw malformed(
          kind + " of length " + length + " where " + frame.remaining() + " bytes remain");
    }
    return length;
  }

  private void require(int bytes, String kind) {
    if (frame.remaining() < bytes) {
      throw malformed("the frame ends inside of " + kind);
    }
  }
}
