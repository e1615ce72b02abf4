package dev.mirliton.zk.testing.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * When sessions end if nothing is heard of them: always at a multiple of the tick, the next one
 * after their timeout. Times are milliseconds since the epoch.
 */
final class SessionClock {
  private final long tickMs;
  private final Map<Long, Long> ends = new HashMap<>();
  private final TreeMap<Long, SortedSet<Long>> ending = new TreeMap<>();

  SessionClock(long tickMs) {
    this.tickMs = tickMs;
  }

  /** A session was heard of, or begins. */
  void touch(long sessionId, int timeoutMs, long nowMs) {
    long end = ((nowMs + timeoutMs) / tickMs + 1) * tickMs;
    Long before = ends.put(sessionId, end);
    if (before == null || before != end) {
      if (before != null) {
        takeOut(sessionId, before);
      }
      ending.computeIfAbsent(end, time -> new TreeSet<>()).add(sessionId);
    }
  }

  void remove(long sessionId) {
    Long end = ends.remove(sessionId);
    if (end != null) {
      takeOut(sessionId, end);
    }
  }

  private void takeOut(long sessionId, long end) {
    SortedSet<Long> same = ending.get(end);
    if (same != null) {
      same.remove(sessionId);
      if (same.isEmpty()) {
        ending.remove(end);
      }
    }
  }

  boolean knows(long sessionId) {
    return ends.containsKey(sessionId);
  }

  /** Returns when the next session ends; empty without sessions. */
  OptionalLong next() {
    return ending.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ending.firstKey());
  }

  /** Forgets the sessions whose time is over, and returns them. */
  List<Long> takeOver(long nowMs) {
    List<Long> over = new ArrayList<>();
    while (!ending.isEmpty() && ending.firstKey() <= nowMs) {
      over.addAll(ending.pollFirstEntry().getValue());
    }
    over.forEach(ends::remove);
    return over;
  }
}
