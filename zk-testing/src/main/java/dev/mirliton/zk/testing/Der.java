package dev.mirliton.zk.testing;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The few values of ASN.1 that a certificate is made of, in their distinguished encoding. */
final class Der {
  static final byte[] TRUE = value(0x01, new byte[] {-1});

  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return value(0x30, joined(parts));
  }

  static byte[] integer(BigInteger number) {
    return value(0x02, number.toByteArray());
  }

  static byte[] octets(byte[] content) {
    return value(0x04, content);
  }

  /** Bits by the byte; {@code unused} of the last byte's lowest do not count. */
  static byte[] bits(int unused, byte[] content) {
    return value(0x03, joined(new byte[] {(byte) unused}, content));
  }

  /** A point in time before 2050. */
  static byte[] time(Instant when) {
    return value(0x17, UTC_TIME.format(when).getBytes(StandardCharsets.US_ASCII));
  }

  /** An object identifier: {@code 2.5.29.17}. */
  static byte[] oid(String dotted) {
    String[] arcs = dotted.split("\\.");
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      int arc = Integer.parseInt(arcs[i]);
      for (int shift = 28; shift > 0; shift -= 7) {
        if (arc >> shift != 0) {
          content.write(0x80 | arc >> shift & 0x7f);
        }
      }
      content.write(arc & 0x7f);
    }
    return value(0x06, content.toByteArray());
  }

  /** A value behind a tag of the context's own. */
  static byte[] explicit(int number, byte[] content) {
    return value(0xa0 | number, content);
  }

  /** A value whose own tag is replaced by one of the context's. */
  static byte[] implicit(int number, byte[] content) {
    return value(0x80 | number, content);
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] value(int tag, byte[] content) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    if (content.length < 0x80) {
      all.write(content.length);
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      int zeros = length[0] == 0 ? 1 : 0;
      all.write(0x80 | length.length - zeros);
      all.write(length, zeros, length.length - zeros);
    }
    all.writeBytes(content);
    return all.toByteArray();
  }
}
