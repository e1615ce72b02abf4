package dev.mirliton.zk.testing.trace;

import java.time.Duration;

/**
 * How much of a run its text shows.
 *
 * @param inFull how long before the failure nothing is folded any more
 * @param lines how many lines there are for events; when there are more, the first are left out
 * @since 0.1
 */
public record TextLimits(Duration inFull, int lines) {
  private static final TextLimits STANDARD = new TextLimits(Duration.ofSeconds(2), 400);

  /** Checks that something can be shown. */
  public TextLimits {
    if (inFull.isNegative()) {
      throw new IllegalArgumentException("inFull must not be negative but was " + inFull);
    }
    if (lines < 1) {
      throw new IllegalArgumentException("lines must be positive but was " + lines);
    }
  }

  /** The last two seconds in full, and four hundred lines. */
  public static TextLimits standard() {
    return STANDARD;
  }
}
