package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.ExistsRequest;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.RemoveWatchesRequest;
import dev.mirliton.zk.protocol.wire.WatcherType;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Removes a server's watch when no local one needs it any more, as well as the server can.
 *
 * <p>Servers before 3.5 cannot, and close the connection on the request. That would be a high price
 * for a closed watch, so the first time on each connection the server is asked for a znode that all
 * others have.
 */
final class WatchRemoval {
  private static final String SINCE_3_5 = "/zookeeper/config";

  private enum Skill {
    UNKNOWN,
    ASKED,
    PRESENT,
    ABSENT
  }

  private record Target(WatchKind kind, String path) {}

  private final WatchTable table;
  private final Requests requests;
  private final LongSupplier now;

  private Skill skill = Skill.UNKNOWN;

  /** What is to be removed once the skill is known. */
  private final Set<Target> due = new LinkedHashSet<>();

  /** Where a server before 3.9 keeps a lasting watch that it could not remove on its own. */
  private final Set<String> leftBehind = new HashSet<>();

  WatchRemoval(WatchTable table, Requests requests, LongSupplier now) {
    this.table = table;
    this.requests = requests;
    this.now = now;
  }

  /** A new connection stands; servers forget watches with the old one. */
  void connected() {
    skill = Skill.UNKNOWN;
    due.clear();
    leftBehind.clear();
  }

  /** A local watch is gone. The server's goes too, unless another one needs it. */
  void remove(WatchKind kind, String path) {
    if (isNeeded(path, sameOnServer(kind))) {
      return;
    }
    if (kind.isLasting()) {
      skill = Skill.PRESENT; // or it could not have been set
    }
    switch (skill) {
      case UNKNOWN -> {
        due.add(new Target(kind, path));
        ask();
      }
      case ASKED -> due.add(new Target(kind, path));
      case PRESENT -> send(path, type(kind, path));
      case ABSENT -> {}
    }
  }

  private void ask() {
    skill = Skill.ASKED;
    ExistsRequest request = new ExistsRequest(SINCE_3_5, false);
    requests.send(
        new SystemRequest(OpCode.EXISTS, request::encode, this::answered), now.getAsLong());
  }

  private void answered(int error) {
    skill = error == ErrorCode.NO_NODE ? Skill.ABSENT : Skill.PRESENT;
    for (Target target : due) {
      remove(target.kind(), target.path()); // may be needed again by now
    }
    due.clear();
  }

  private void send(String path, int type) {
    RemoveWatchesRequest request = new RemoveWatchesRequest(path, type);
    requests.submit(
        new SystemRequest(
            OpCode.REMOVE_WATCHES,
            request::encode,
            error -> {
              if (error == ErrorCode.MARSHALLING_ERROR) {
                leftBehind.add(path);
                sweep();
              }
            }),
        true,
        now.getAsLong());
  }

  /** Removes what was left behind where nothing else is watched any more. */
  void sweep() {
    leftBehind.removeIf(
        path -> {
          boolean free = !isNeeded(path, WatchKind.values());
          if (free) {
            send(path, WatcherType.ANY);
          }
          return free;
        });
  }

  private boolean isNeeded(String path, WatchKind... kinds) {
    return table.has(path, kinds) || isBeingSet(path, kinds);
  }

  private boolean isBeingSet(String path, WatchKind... kinds) {
    return requests.anyOpen(
        exchange -> {
          Watcher other = exchange.watcher();
          return other != null
              && other.serverPath().equals(path)
              && List.of(kinds).contains(other.kind());
        });
  }

  private static WatchKind[] sameOnServer(WatchKind kind) {
    return switch (kind) {
      case DATA, EXIST -> new WatchKind[] {WatchKind.DATA, WatchKind.EXIST};
      default -> new WatchKind[] {kind};
    };
  }

  private int type(WatchKind kind, String path) {
    // Servers before 3.9 know no type for lasting watches (ZOOKEEPER-4472), all know "any",
    // which is the same as long as nothing else is watched there.
    return switch (kind) {
      case DATA, EXIST -> WatcherType.DATA;
      case CHILD -> WatcherType.CHILDREN;
      case PERSISTENT ->
          isNeeded(path, WatchKind.values()) ? WatcherType.PERSISTENT : WatcherType.ANY;
      case RECURSIVE ->
          isNeeded(path, WatchKind.values()) ? WatcherType.PERSISTENT_RECURSIVE : WatcherType.ANY;
    };
  }
}
