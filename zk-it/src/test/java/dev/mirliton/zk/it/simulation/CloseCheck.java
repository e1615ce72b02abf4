package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.testing.history.ViolationError;
import java.time.Duration;
import java.util.List;

/** A close returns in time, and leaves nobody waiting. */
final class CloseCheck {
  private CloseCheck() {}

  static void verify(Life life) {
    Duration took = life.closeTook();
    if (took != null && took.compareTo(most(life)) > 0) {
      throw new ViolationError("a close is bounded", List.of(life + " took " + took));
    }
  }

  private static Duration most(Life life) {
    Duration standstill = Duration.ofNanos(life.pulse().stoodStillNs(0, Long.MAX_VALUE));
    return ClientTorture.CLOSE_DEADLINE.plus(Life.SLACK).plus(standstill);
  }
}
