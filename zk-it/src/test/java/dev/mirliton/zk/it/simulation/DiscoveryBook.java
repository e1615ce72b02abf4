package dev.mirliton.zk.it.simulation;

import java.util.ArrayList;
import java.util.List;

/** The promises that were broken in a run. */
final class DiscoveryBook {
  private final List<String> complaints = new ArrayList<>();

  /** A promise was broken. */
  void complain(String format, Object... arguments) {
    complaints.add(format.formatted(arguments));
  }

  /**
   * Returns if none was.
   *
   * @throws AssertionError with all that were
   */
  void verify() {
    if (!complaints.isEmpty()) {
      throw new AssertionError(String.join("\n", complaints));
    }
  }
}
