package dev.mirliton.zk.it.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.testing.model.CommittedChange;
import dev.mirliton.zk.testing.model.CommittedChange.Kind;
import dev.mirliton.zk.testing.simulation.SimulatedEnsemble;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What really happened in the ensemble. */
final class Truth {
  private final List<CommittedChange> all;
  private final Map<String, List<CommittedChange>> byPath = new TreeMap<>();
  private final Map<String, List<CommittedChange>> byMark = new TreeMap<>();
  private final Map<Long, Long> expiredNs = new LinkedHashMap<>();

  Truth(List<CommittedChange> all) {
    this.all = all;
    for (CommittedChange change : all) {
      if (change.kind() == Kind.SESSION_EXPIRED) {
        expiredNs.put(change.sessionId(), SimulatedEnsemble.nanoTime(change));
      }
      if (!change.path().isEmpty()) {
        byPath.computeIfAbsent(change.path(), path -> new ArrayList<>()).add(change);
      }
      if (change.data().length > 0) {
        byMark
            .computeIfAbsent(new String(change.data(), UTF_8), mark -> new ArrayList<>())
            .add(change);
      }
    }
  }

  /** Returns all changes, in order. */
  List<CommittedChange> all() {
    return all;
  }

  /** Returns the changes of a znode, in order. */
  List<CommittedChange> of(String path) {
    return byPath.getOrDefault(path, List.of());
  }

  /** Returns the changes that left a mark. */
  List<CommittedChange> marked(String mark) {
    return byMark.getOrDefault(mark, List.of());
  }

  /** Returns at which true time the ensemble ended each session that it had not heard of. */
  Map<Long, Long> expiredNs() {
    return expiredNs;
  }

  /** Returns the last change of a znode, or 0 if it does not exist now. */
  long mzxid(String path) {
    List<CommittedChange> changes = of(path);
    return changes.isEmpty() ? FiredOnce.ABSENT : mzxid(changes.getLast());
  }

  /** Returns what a znode's stat says after a change of it, or 0 for none. */
  static long mzxid(CommittedChange change) {
    return change.kind() == Kind.DELETED ? FiredOnce.ABSENT : change.zxid();
  }

  /**
   * Returns the earliest moment, not before {@code after}, at which a read of a znode would have
   * shown {@code mzxid}; −1 if there was none.
   */
  long shown(String path, long mzxid, long after) {
    long from = 0;
    long state = FiredOnce.ABSENT;
    for (CommittedChange change : of(path)) {
      if (state == mzxid && change.zxid() > after) {
        return Math.max(from, after);
      }
      // Several changes of one transaction are seen together.
      from = change.zxid();
      state = mzxid(change);
    }
    return state == mzxid ? Math.max(from, after) : -1;
  }

  /** Returns the znodes that a session owns now; those it created as ephemeral are named so. */
  List<String> present(String below) {
    return byPath.keySet().stream()
        .filter(path -> path.startsWith(below + "/") && mzxid(path) != FiredOnce.ABSENT)
        .toList();
  }
}
