package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.WatchEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The watches of a session: where each event goes, and which to set again on a new connection.
 * Mirrors what a server does with its own tables, because a server sends one event per path and
 * connection however many watches match.
 */
final class WatchTable {
  private final Map<WatchKind, Map<String, List<Watcher>>> tables = new EnumMap<>(WatchKind.class);

  WatchTable() {
    for (WatchKind kind : WatchKind.values()) {
      tables.put(kind, new HashMap<>());
    }
  }

  private Map<String, List<Watcher>> table(WatchKind kind) {
    Map<String, List<Watcher>> table = tables.get(kind);
    if (table == null) {
      throw new AssertionError(kind);
    }
    return table;
  }

  void add(WatchKind kind, Watcher watcher) {
    table(kind).computeIfAbsent(watcher.serverPath(), path -> new ArrayList<>(1)).add(watcher);
  }

  /** Whether a local watch of one of these kinds is on exactly this path. */
  boolean has(String path, WatchKind... kinds) {
    for (WatchKind kind : kinds) {
      if (table(kind).containsKey(path)) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is a local watch that lasts. */
  boolean hasLasting() {
    return !table(WatchKind.PERSISTENT).isEmpty() || !table(WatchKind.RECURSIVE).isEmpty();
  }

  /** Removes a watch. Returns the kind it was kept under, or null if it was not here. */
  @Nullable WatchKind remove(Watcher watcher) {
    for (WatchKind kind : WatchKind.values()) {
      Map<String, List<Watcher>> table = table(kind);
      List<Watcher> watchers = table.get(watcher.serverPath());
      if (watchers != null && watchers.remove(watcher)) {
        if (watchers.isEmpty()) {
          table.remove(watcher.serverPath());
        }
        return kind;
      }
    }
    return null;
  }

  /** Hands every watch that the event concerns to {@code told}, and removes those it uses up. */
  void fire(WatchEvent event, Consumer<Watcher> told) {
    String path = event.path();
    switch (event) {
      case WatchEvent.Created e -> fireNode(path, told);
      case WatchEvent.DataChanged e -> fireNode(path, told);
      case WatchEvent.Deleted e -> {
        takeAll(WatchKind.CHILD, path, told);
        fireNode(path, told);
      }
      case WatchEvent.ChildrenChanged e -> {
        takeAll(WatchKind.CHILD, path, told);
        tellAll(WatchKind.PERSISTENT, path, told);
      }
      case WatchEvent.Gap e -> throw new IllegalArgumentException("a gap is not a server's event");
    }
  }

  private void fireNode(String path, Consumer<Watcher> told) {
    takeAll(WatchKind.DATA, path, told);
    takeAll(WatchKind.EXIST, path, told);
    tellAll(WatchKind.PERSISTENT, path, told);
    if (table(WatchKind.RECURSIVE).isEmpty()) {
      return;
    }
    for (String at = path;
        ;
        at = at.lastIndexOf('/') == 0 ? "/" : at.substring(0, at.lastIndexOf('/'))) {
      tellAll(WatchKind.RECURSIVE, at, told);
      if (at.equals("/")) {
        return;
      }
    }
  }

  private void takeAll(WatchKind kind, String path, Consumer<Watcher> told) {
    List<Watcher> watchers = table(kind).remove(path);
    if (watchers != null) {
      watchers.forEach(told);
    }
  }

  private void tellAll(WatchKind kind, String path, Consumer<Watcher> told) {
    List<Watcher> watchers = table(kind).get(path);
    if (watchers != null) {
      watchers.forEach(told);
    }
  }

  /** Removes every watch of a kind and hands it to {@code told}. */
  void clear(WatchKind kind, Consumer<Watcher> told) {
    Collection<List<Watcher>> all = List.copyOf(table(kind).values());
    table(kind).clear();
    all.forEach(watchers -> watchers.forEach(told));
  }

  /** Hands every lasting watch on one of these paths to {@code told}. */
  void lasting(WatchKind kind, List<String> paths, Consumer<Watcher> told) {
    for (String path : paths) {
      tellAll(kind, path, told);
    }
  }

  /**
   * Paths to watch again with one request.
   *
   * @param upTo how many paths there are in this and the batches before it
   * @param total how many there are in all batches
   */
  record Batch(Map<WatchKind, List<String>> paths, int upTo, int total) {
    boolean isLast() {
      return upTo == total;
    }

    List<String> of(WatchKind kind) {
      return paths.getOrDefault(kind, List.of());
    }

    /** Whether servers before 3.6 understand it too. */
    boolean isOneShotOnly() {
      return of(WatchKind.PERSISTENT).isEmpty() && of(WatchKind.RECURSIVE).isEmpty();
    }
  }

  /**
   * Returns every watched path, in batches that are full once their paths have {@code maxChars}
   * characters: one request over the server's packet limit would cost the connection, for ever
   * (ZOOKEEPER-706).
   */
  List<Batch> batches(int maxChars) {
    List<Batch> batches = new ArrayList<>();
    Map<WatchKind, List<String>> paths = new EnumMap<>(WatchKind.class);
    int total = tables.values().stream().mapToInt(Map::size).sum();
    int upTo = 0;
    int chars = 0;
    for (WatchKind kind : WatchKind.values()) {
      Iterator<String> watched = table(kind).keySet().iterator();
      while (watched.hasNext()) {
        String path = watched.next();
        paths.computeIfAbsent(kind, k -> new ArrayList<>()).add(path);
        chars += path.length();
        upTo++;
        if (chars >= maxChars) {
          batches.add(new Batch(paths, upTo, total));
          paths = new EnumMap<>(WatchKind.class);
          chars = 0;
        }
      }
    }
    if (!paths.isEmpty()) {
      batches.add(new Batch(paths, upTo, total));
    }
    return batches;
  }

  boolean isEmpty() {
    return tables.values().stream().allMatch(Map::isEmpty);
  }
}
