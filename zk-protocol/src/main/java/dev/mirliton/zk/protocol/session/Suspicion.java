package dev.mirliton.zk.protocol.session;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds a read on which servers close the connection, so that it is not made again for ever: one
 * that they do not know, or one that is longer than their limit, about which they say nothing.
 *
 * <p>While one is suspected, requests go one at a time. Then the server's refusal is not lost among
 * what it has not read yet, and it is certain on which one it closed.
 */
final class Suspicion {
  /**
   * How many connections a read may cost. The network breaks some too, but not so many in a row.
   */
  static final int CONNECTIONS = 3;

  /** No server has a smaller limit: what is shorter is never given up. */
  static final int HARMLESS_BYTES = 1024;

  private @Nullable Exchange suspect;
  private int bytes;
  private int connections; // on which it was alone, in a row

  /** Whether requests must go one at a time. */
  boolean isActive() {
    if (suspect != null && suspect.isAbandoned()) {
      clear();
    }
    return suspect != null;
  }

  /**
   * The server closed the connection under a read.
   *
   * @param length of its frame
   * @param alone whether nothing else was on the connection
   */
  void closedUnder(Exchange read, int length, boolean alone) {
    if (suspect != read) {
      suspect = read;
      bytes = length;
      connections = 0;
    }
    if (alone) {
      connections++;
    }
  }

  /** Whether servers have closed often enough on this one. */
  boolean isProved(Exchange exchange) {
    return suspect == exchange && bytes > HARMLESS_BYTES && connections >= CONNECTIONS;
  }

  /** Returns what is known. */
  String verdict() {
    return String.format(
        Locale.ROOT,
        "servers closed the connection on it %d times in a row: a request of %,d bytes, which may be"
            + " over their packet limit (jute.maxbuffer)",
        connections,
        bytes);
  }

  /** Whoever waited for it was told. */
  void told(Exchange exchange) {
    if (suspect == exchange) {
      clear();
    }
  }

  /** Begins anew. */
  void clear() {
    suspect = null;
    connections = 0;
  }
}
