package dev.mirliton.zk.protocol.tls;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * One value in the encoding that keys have, DER: a tag, a length, the content.
 *
 * @param tag what it is
 * @param content its bytes
 */
record Asn1(int tag, byte[] content) {

  /**
   * Reads the first value.
   *
   * @throws IndexOutOfBoundsException if it is longer than the bytes
   */
  static Asn1 read(byte[] bytes) {
    return all(bytes, true).get(0);
  }

  /**
   * Returns the values that the content is made of.
   *
   * @throws IndexOutOfBoundsException if the last is longer than what is left for it
   */
  List<Asn1> parts() {
    return all(content, false);
  }

  private static List<Asn1> all(byte[] bytes, boolean firstOnly) {
    List<Asn1> values = new ArrayList<>();
    int at = 0;
    do {
      int tag = bytes[at++] & 0xff;
      int length = bytes[at++] & 0xff;
      if (length >= 0x80) {
        int more = length & 0x7f;
        length = 0;
        for (; more > 0; more--) {
          length = length << 8 | bytes[at++] & 0xff;
        }
      }
      if (length < 0 || length > bytes.length - at) {
        throw new IndexOutOfBoundsException(length);
      }
      byte[] content = new byte[length];
      System.arraycopy(bytes, at, content, 0, length);
      values.add(new Asn1(tag, content));
      at += length;
    } while (!firstOnly && at < bytes.length);
    return values;
  }

  static byte[] sequence(byte[]... parts) {
    return encoded(0x30, parts);
  }

  static byte[] octets(byte[] content) {
    return encoded(0x04, content);
  }

  private static byte[] encoded(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(tag);
    if (length >= 0x80) {
      int size = (32 - Integer.numberOfLeadingZeros(length) + 7) / 8;
      value.write(0x80 | size);
      for (int shift = 8 * (size - 1); shift > 0; shift -= 8) {
        value.write(length >> shift);
      }
    }
    value.write(length);
    for (byte[] part : parts) {
      value.writeBytes(part);
    }
    return value.toByteArray();
  }
}
