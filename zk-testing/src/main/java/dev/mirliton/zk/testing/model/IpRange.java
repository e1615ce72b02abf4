package dev.mirliton.zk.testing.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An address, or an address and how many of its leading bits count: {@code 10.0.0.0/8}. Both
 * versions of the protocol; names are not looked up.
 */
record IpRange(byte[] address, int bits) {
  private static final int V4_PARTS = 4;
  private static final int V6_BYTES = 16;
  private static final int V6_GROUPS = 8;
  private static final int HEX = 16;
  private static final int LONGEST_GROUP = 4;

  /** Returns what {@code text} stands for; null if that is nothing. */
  static @Nullable IpRange parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = address(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return null;
    }
    int all = address.length * Byte.SIZE;
    if (slash < 0) {
      return new IpRange(address, all);
    }
    int bits = number(text.substring(slash + 1), 10, all);
    return bits < 0 ? null : new IpRange(address, bits);
  }

  /** Whether it is an address, and the bits that count are alike. */
  boolean contains(String other) {
    byte[] theirs = address(other);
    if (theirs == null || theirs.length != address.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((address[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static byte @Nullable [] address(String text) {
    if (text.indexOf(':') >= 0) {
      return version6(text);
    }
    List<String> parts = split(text, '.');
    if (parts.size() != V4_PARTS) {
      return null;
    }
    byte[] bytes = new byte[V4_PARTS];
    for (int i = 0; i < V4_PARTS; i++) {
      int value = number(parts.get(i), 10, 0xff);
      if (value < 0) {
        return null;
      }
      bytes[i] = (byte) value;
    }
    return bytes;
  }

  private static byte @Nullable [] version6(String text) {
    int gap = text.indexOf("::");
    if (gap != text.lastIndexOf("::")) {
      return null;
    }
    String head = gap < 0 ? text : text.substring(0, gap);
    String tail = gap < 0 ? "" : text.substring(gap + 2);
    List<String> first = head.isEmpty() ? List.of() : split(head, ':');
    List<String> last = tail.isEmpty() ? List.of() : split(tail, ':');
    int groups = first.size() + last.size();
    if (gap < 0 ? groups != V6_GROUPS : groups >= V6_GROUPS) {
      return null;
    }
    byte[] bytes = new byte[V6_BYTES];
    boolean fits = fill(bytes, 0, first) && fill(bytes, V6_BYTES - 2 * last.size(), last);
    return fits ? bytes : null;
  }

  private static boolean fill(byte[] bytes, int from, List<String> groups) {
    int at = from;
    for (String group : groups) {
      int value = group.length() > LONGEST_GROUP ? -1 : number(group, HEX, 0xffff);
      if (value < 0) {
        return false;
      }
      bytes[at++] = (byte) (value >> Byte.SIZE);
      bytes[at++] = (byte) value;
    }
    return true;
  }

  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
      parts.add(text.substring(start, end));
      start = end + 1;
    }
    parts.add(text.substring(start));
    return parts;
  }

  /** Returns −1 for what is no number from 0 to {@code max}. */
  private static int number(String text, int radix, int max) {
    try {
      int value = Integer.parseInt(text, radix);
      return value >= 0 && value <= max ? value : -1;
    } catch (NumberFormatException none) {
      return -1;
    }
  }
}
