package dev.mirliton.zk.it.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that happened under locks in a run: who held which when, and what was written. Used in
 * a simulation, by one thread of control.
 */
final class LockBook {
  private final List<LockTenure> tenures = new ArrayList<>();
  private final Map<String, TreeMap<Integer, Long>> writes = new LinkedHashMap<>();
  private final List<String> complaints = new ArrayList<>();

  /** Somebody has a lock, and finds it valid. */
  LockTenure begin(String lock, String holder, long token, long nowNs) {
    LockTenure tenure = new LockTenure(lock, holder, token, nowNs);
    tenures.add(tenure);
    return tenure;
  }

  /** A guarded write was done, and gave the register its version. */
  void wrote(String lock, int version, long token) {
    Long before = writes.computeIfAbsent(lock, any -> new TreeMap<>()).put(version, token);
    if (before != null && before != token) {
      complain("version %d of %s was written under %d and %d", version, lock, before, token);
    }
  }

  /** A promise was broken that is seen at once. */
  void complain(String format, Object... arguments) {
    complaints.add(format.formatted(arguments));
  }

  int tenures() {
    return tenures.size();
  }

  /**
   * Returns if no promise was broken.
   *
   * @throws AssertionError with all that were
   */
  void verify() {
    tenures.stream().map(LockTenure::lock).distinct().forEach(this::verifyOneHolder);
    writes.forEach(this::verifyOrder);
    tenures.stream()
        .filter(tenure -> tenure.losses() > 1)
        .forEach(tenure -> complain("%d times told of its loss: %s", tenure.losses(), tenure));
    if (!complaints.isEmpty()) {
      throw new AssertionError(String.join("\n", complaints));
    }
  }

  private void verifyOneHolder(String lock) {
    List<LockTenure> inOrder =
        tenures.stream()
            .filter(tenure -> tenure.lock().equals(lock))
            .sorted(Comparator.comparingLong(LockTenure::fromNs))
            .toList();
    LockTenure longest = null;
    for (LockTenure tenure : inOrder) {
      if (longest != null && longest.heldUntilNs() > tenure.fromNs()) {
        complain("two holders: %s, and %s", longest, tenure);
      }
      if (longest == null || longest.heldUntilNs() < tenure.heldUntilNs()) {
        longest = tenure;
      }
    }
    for (int i = 1; i < inOrder.size(); i++) {
      // The order of tokens is that of arrival: this is first come, first served too.
      if (inOrder.get(i - 1).token() >= inOrder.get(i).token()) {
        complain("tokens do not grow: %s, then %s", inOrder.get(i - 1), inOrder.get(i));
      }
    }
  }

  private void verifyOrder(String lock, TreeMap<Integer, Long> tokens) {
    long last = 0;
    for (Map.Entry<Integer, Long> write : tokens.entrySet()) {
      if (write.getValue() < last) {
        complain(
            "version %d under %s was written with token %d after one with %d",
            write.getKey(), lock, write.getValue(), last);
      }
      last = Math.max(last, write.getValue());
    }
  }
}
