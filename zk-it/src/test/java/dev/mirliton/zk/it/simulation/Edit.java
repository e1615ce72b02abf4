package dev.mirliton.zk.it.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A change to a source file.
 *
 * @param before whole lines that occur in the file exactly once
 * @param after what stands in their place; may be empty
 */
record Edit(SourceFile file, List<String> before, List<String> after) {

  /**
   * Returns the changed lines.
   *
   * @throws IllegalStateException if it is not clear what to change
   */
  List<String> applyTo(List<String> lines) {
    int at = Collections.indexOfSubList(lines, before);
    if (at < 0) {
      throw outdated("do not occur in");
    }
    if (at != Collections.lastIndexOfSubList(lines, before)) {
      throw outdated("occur more than once in");
    }
    List<String> changed = new ArrayList<>(lines.subList(0, at));
    changed.addAll(after);
    changed.addAll(lines.subList(at + before.size(), lines.size()));
    return changed;
  }

  private IllegalStateException outdated(String where) {
    return new IllegalStateException(
        "must be renewed: these lines %s %s:%n%s"
            .formatted(where, file, String.join(System.lineSeparator(), before)));
  }
}
