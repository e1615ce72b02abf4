package dev.mirliton.zk.protocol.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One {@code -----BEGIN …-----} block of a PEM file (RFC 7468). What stands between blocks is
 * comment.
 *
 * @param label what it holds: {@code CERTIFICATE}
 * @param content the bytes it encodes
 */
record PemBlock(String label, byte[] content) {
  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";

  /**
   * Finds the blocks of a file, in order.
   *
   * @throws UnusableException if one is cut off or garbled
   */
  static List<PemBlock> all(byte[] file) throws UnusableException {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    List<PemBlock> blocks = new ArrayList<>();
    for (int begin = text.indexOf(BEGIN); begin >= 0; ) {
      int labelEnd = text.indexOf(DASHES, begin + BEGIN.length());
      String label = labelEnd < 0 ? "" : text.substring(begin + BEGIN.length(), labelEnd);
      int end = labelEnd < 0 ? -1 : text.indexOf("-----END " + label + DASHES, labelEnd);
      if (end < 0) {
        throw new UnusableException("a PEM block is cut off", null);
      }
      blocks.add(decode(label, text.substring(labelEnd + DASHES.length(), end).strip()));
      begin = text.indexOf(BEGIN, end);
    }
    return blocks;
  }

  private static PemBlock decode(String label, String body) throws UnusableException {
    if (body.startsWith("Proc-Type:")) {
      throw new UnusableException(
          "its key is encrypted as OpenSSL did it once; convert it by 'openssl pkcs8 -topk8'",
          null);
    }
    try {
      return new PemBlock(label, Base64.getDecoder().decode(body.replaceAll("\\s", "")));
    } catch (IllegalArgumentException garbled) {
      throw new UnusableException("a PEM block is garbled", null); // a cause would quote it
    }
  }

  /** Says what it is, not what is in it. */
  @Override
  public String toString() {
    return "PemBlock[" + label + "]";
  }
}
