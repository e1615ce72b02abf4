package dev.mirliton.zk.protocol.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The part of UTF-8 that the JDK does not do the way the protocol needs it: encoding straight into
 * a buffer, and decoding that refuses malformed bytes instead of replacing them.
 *
 * <p>Java servers write a character beyond the basic plane as two surrogates of three bytes each,
 * though they read standard UTF-8. So surrogate pairs are understood in both forms, and written in
 * the standard one.
 */
final class Utf8 {
  private Utf8() {}

  /**
   * Writes {@code text} from index {@code from} on; needs up to three bytes of room for each char.
   *
   * @throws IllegalArgumentException if a surrogate stands alone
   */
  static void encode(String text, int from, ByteBuffer out) {
    int length = text.length();
    for (int i = from; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        out.put((byte) c);
      } else if (c < 0x800) {
        out.put((byte) (0xc0 | (c >> 6)));
        out.put((byte) (0x80 | (c & 0x3f)));
      } else if (!Character.isSurrogate(c)) {
        out.put((byte) (0xe0 | (c >> 12)));
        out.put((byte) (0x80 | ((c >> 6) & 0x3f)));
        out.put((byte) (0x80 | (c & 0x3f)));
      } else {
        int point = text.codePointAt(i);
        if (point == c || Character.isLowSurrogate(c)) {
          throw new IllegalArgumentException("a surrogate stands alone at index " + i);
        }
        out.put((byte) (0xf0 | (point >> 18)));
        out.put((byte) (0x80 | ((point >> 12) & 0x3f)));
        out.put((byte) (0x80 | ((point >> 6) & 0x3f)));
        out.put((byte) (0x80 | (point & 0x3f)));
        i++;
      }
    }
  }

  /**
   * Appends the text of {@code length} bytes from index {@code start} to {@code out}; with {@code
   * out} null it only looks.
   *
   * @return the index after the last byte if all was well, else that of the first malformed one
   */
  static int decode(ByteBuffer in, int start, int length, @Nullable StringBuilder out) {
    int end = start + length;
    int i = start;
    int highSurrogateAt = -1;
    while (i < end) {
      int lead = in.get(i) & 0xff;
      int size = sizeOf(lead);
      if (size == 0 || end - i < size) {
        break;
      }
      int point = size == 1 ? lead : lead & (0x7f >> size);
      for (int k = 1; k < size; k++) {
        int next = in.get(i + k);
        if ((next & 0xc0) != 0x80) {
          return failedAt(highSurrogateAt, i);
        }
        point = point << 6 | (next & 0x3f);
      }
      if (point < smallest(size) || point > Character.MAX_CODE_POINT) {
        break;
      }
      boolean low = point >= Character.MIN_LOW_SURROGATE && point <= Character.MAX_LOW_SURROGATE;
      if (low != (highSurrogateAt >= 0)) {
        break;
      }
      boolean high = point >= Character.MIN_HIGH_SURROGATE && point <= Character.MAX_HIGH_SURROGATE;
      highSurrogateAt = high ? i : -1;
      if (out != null) {
        out.appendCodePoint(point);
      }
      i += size;
    }
    return failedAt(highSurrogateAt, i);
  }

  private static int failedAt(int highSurrogateAt, int i) {
    return highSurrogateAt >= 0 ? highSurrogateAt : i;
  }

  /** Returns how many bytes the character takes that begins with {@code lead}; 0 if none does. */
  private static int sizeOf(int lead) {
    if (lead < 0x80) {
      return 1;
    }
    if (lead < 0xc2) {
      return 0;
    }
    if (lead < 0xe0) {
      return 2;
    }
    if (lead < 0xf0) {
      return 3;
    }
    return lead < 0xf5 ? 4 : 0;
  }

  /** Returns the smallest character that may take {@code size} bytes. */
  private static int smallest(int size) {
    return switch (size) {
      case 1 -> 0;
      case 2 -> 0x80;
      case 3 -> 0x800;
      default -> 0x10000;
    };
  }
}
