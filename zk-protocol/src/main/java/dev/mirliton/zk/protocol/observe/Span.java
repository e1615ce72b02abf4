package dev.mirliton.zk.protocol.observe;

import java.util.Locale;

/** A length of time as a reader of logs wants it: two or three digits and a unit. */
final class Span {
  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;
  private static final long MINUTE = 60 * SECOND;

  private Span() {}

  static String text(long ns) {
    if (ns < SECOND) {
      return Math.max(0, ns) / MS + " ms";
    }
    if (ns < 2 * MINUTE) {
      return String.format(Locale.ROOT, "%.1f s", (double) ns / SECOND);
    }
    return ns / MINUTE + " min " + ns % MINUTE / SECOND + " s";
  }
}
