package dev.mirliton.zk.testing.model;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who watches which path, and how: a one-shot watch, a lasting one and a recursive one on the same
 * path are one entry of three bits. A watcher is told once, however many of them it has.
 */
final class WatchTable {
  static final int ONE_SHOT = 1;
  static final int PERSISTENT = 2;
  static final int RECURSIVE = 4;
  static final int ANY = ONE_SHOT | PERSISTENT | RECURSIVE;

  // In the order of their arrival: connections have no other that is alike in every run.
  private final Map<String, Map<ServerConnection, Integer>> watchers = new LinkedHashMap<>();
  private final Map<ServerConnection, Set<String>> paths = new LinkedHashMap<>();

  void add(String path, ServerConnection watcher, int mode) {
    watchers
        .computeIfAbsent(path, p -> new LinkedHashMap<>())
        .merge(watcher, mode, (old, added) -> old | added);
    paths.computeIfAbsent(watcher, w -> new LinkedHashSet<>()).add(path);
  }

  /** Whether there is a watch of one of {@code modes}. */
  boolean contains(String path, ServerConnection watcher, int modes) {
    return (modes(path, watcher) & modes) != 0;
  }

  /** Takes away watches, and says whether there were any. */
  boolean remove(String path, ServerConnection watcher, int modes) {
    int before = modes(path, watcher);
    if ((before & modes) == 0) {
      return false;
    }
    set(path, watcher, before & ~modes);
    return true;
  }

  /** Takes away all that a connection has. */
  void removeAll(ServerConnection watcher) {
    Set<String> watched = paths.get(watcher);
    if (watched != null) {
      for (String path : List.copyOf(watched)) {
        set(path, watcher, 0);
      }
    }
  }

  void clear() {
    watchers.clear();
    paths.clear();
  }

  /** Returns who is to be told of what happened at {@code path}, and takes their one-shots away. */
  Collection<ServerConnection> trigger(String path) {
    Set<ServerConnection> told = new LinkedHashSet<>(at(path).keySet());
    for (ServerConnection watcher : told) {
      remove(path, watcher, ONE_SHOT);
    }
    for (String above = above(path); above != null; above = above(above)) {
      at(above)
          .forEach(
              (watcher, modes) -> {
                if ((modes & RECURSIVE) != 0) {
                  told.add(watcher);
                }
              });
    }
    return told;
  }

  private static @Nullable String above(String path) {
    if (path.equals("/") || path.isEmpty()) {
      return null;
    }
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  int connections() {
    return paths.size();
  }

  int watchedPaths() {
    return watchers.size();
  }

  int size() {
    return watchers.values().stream().mapToInt(Map::size).sum();
  }

  /** Returns who watches what: each path, and below it the sessions. */
  String byPath() {
    StringBuilder text = new StringBuilder();
    watchers.forEach(
        (path, here) -> {
          text.append(path).append('\n');
          for (ServerConnection watcher : here.keySet()) {
            text.append("\t0x").append(Long.toHexString(watcher.sessionId())).append('\n');
          }
        });
    return text.toString();
  }

  private Map<ServerConnection, Integer> at(String path) {
    return watchers.getOrDefault(path, Map.of());
  }

  private int modes(String path, ServerConnection watcher) {
    return at(path).getOrDefault(watcher, 0);
  }

  private void set(String path, ServerConnection watcher, int modes) {
    Map<ServerConnection, Integer> here = at(path);
    if (modes != 0) {
      here.put(watcher, modes);
      return;
    }
    here.remove(watcher);
    if (here.isEmpty()) {
      watchers.remove(path);
    }
    Set<String> theirs = paths.get(watcher);
    if (theirs != null) {
      theirs.remove(path);
      if (theirs.isEmpty()) {
        paths.remove(watcher);
      }
    }
  }
}
