package dev.mirliton.zk.testing.trace;

import java.time.Duration;
import java.util.Locale;

/** Virtual time as it is written for people. */
final class Times {
  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000_000_000;

  private Times() {}

  /** A moment, to the microsecond: {@code 12.345 678 s}. */
  static String moment(long nanos) {
    long micros = Math.floorDiv(nanos, MICRO);
    return String.format(
        Locale.ROOT,
        "%d.%03d %03d s",
        Math.floorDiv(micros, 1_000_000L),
        Math.floorMod(micros, 1_000_000L) / 1_000,
        Math.floorMod(micros, 1_000L));
  }

  /** How long something took, in the unit that suits it: {@code 1.2 ms}. */
  static String length(long nanos) {
    if (nanos >= SECOND) {
      return inUnit(nanos, SECOND, "s");
    }
    if (nanos >= MILLI) {
      return inUnit(nanos, MILLI, "ms");
    }
    if (nanos >= MICRO) {
      return inUnit(nanos, MICRO, "µs");
    }
    return nanos + " ns";
  }

  /** Nanoseconds, or the most there are: a fault that never heals may be planned for an age. */
  static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException tooLong) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  private static String inUnit(long nanos, long unit, String name) {
    String number = String.format(Locale.ROOT, "%.3f", (double) nanos / unit);
    return number.replaceFirst("\\.?0+$", "") + " " + name;
  }
}
