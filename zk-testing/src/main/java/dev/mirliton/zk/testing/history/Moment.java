package dev.mirliton.zk.testing.history;

/**
 * When something was written down: an instant of true time, and a place in the order of all that
 * the same recorder wrote down. In virtual time many things happen in one nanosecond; the place
 * tells them apart.
 *
 * @param nanos true time in nanoseconds, since whatever the recorder's clock counts from
 * @param place larger for what came later
 * @since 0.1
 */
public record Moment(long nanos, long place) implements Comparable<Moment> {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** Later than any other. */
  static final Moment NEVER = new Moment(Long.MAX_VALUE, Long.MAX_VALUE);

  /** Whether this came before {@code other}. */
  public boolean isBefore(Moment other) {
    return compareTo(other) < 0;
  }

  @Override
  public int compareTo(Moment other) {
    int byTime = Long.compare(nanos, other.nanos);
    return byTime != 0 ? byTime : Long.compare(place, other.place);
  }

  /** Returns the time in seconds: {@code 12.345 s}, with more digits if there are any. */
  @Override
  public String toString() {
    String sign = nanos < 0 ? "-" : "";
    long whole = Math.abs(nanos / NANOS_PER_SECOND);
    String digits = Long.toString(NANOS_PER_SECOND + Math.abs(nanos % NANOS_PER_SECOND));
    String fraction = digits.substring(1);
    while (fraction.length() > 3 && fraction.endsWith("000")) {
      fraction = fraction.substring(0, fraction.length() - 3);
    }
    return sign + whole + "." + fraction + " s";
  }
}
