package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.protocol.wire.AddWatchRequest;
import dev.mirliton.zk.protocol.wire.EventType;
import dev.mirliton.zk.protocol.wire.SetWatches2Request;
import dev.mirliton.zk.protocol.wire.WatcherType;
import dev.mirliton.zk.protocol.wire.WireFormatException;
import java.util.Collection;
import java.util.List;

/**
 * The watches of one server's connections. As in a real server there are two tables, of data and of
 * children; a lasting watch is in both, a recursive one in the first alone.
 */
final class WatchList {
  /** In the header of what is told after a reconnect: no transaction causes it now. */
  static final long NO_ZXID = -1;

  private final WatchTable data = new WatchTable();
  private final WatchTable children = new WatchTable();

  /** Sets a one-shot watch of data or existence. */
  void addData(String path, ServerConnection watcher) {
    data.add(path, watcher, WatchTable.ONE_SHOT);
  }

  /** Sets a one-shot watch of the children. */
  void addChildren(String path, ServerConnection watcher) {
    children.add(path, watcher, WatchTable.ONE_SHOT);
  }

  /**
   * Sets a lasting watch.
   *
   * @throws WireFormatException if there is no such mode
   */
  void add(AddWatchRequest request, ServerConnection watcher) {
    switch (request.mode()) {
      case AddWatchRequest.PERSISTENT -> addPersistent(request.path(), watcher);
      case AddWatchRequest.PERSISTENT_RECURSIVE ->
          data.add(request.path(), watcher, WatchTable.RECURSIVE);
      default -> throw new WireFormatException("no such watch mode: " + request.mode());
    }
  }

  private void addPersistent(String path, ServerConnection watcher) {
    data.add(path, watcher, WatchTable.PERSISTENT);
    children.add(path, watcher, WatchTable.PERSISTENT);
  }

  /** Sets watches again, and tells at once what the one-shot ones have missed. */
  void restore(SetWatches2Request request, DataTree tree, ServerConnection watcher) {
    long seen = request.relativeZxid();
    for (String path : request.dataWatches()) {
      Znode node = tree.node(path);
      if (node == null) {
        watcher.notify(EventType.NODE_DELETED, path, NO_ZXID);
      } else if (node.mzxid > seen) {
        watcher.notify(EventType.NODE_DATA_CHANGED, path, NO_ZXID);
      } else {
        addData(path, watcher);
      }
    }
    for (String path : request.existWatches()) {
      if (tree.node(path) != null) {
        watcher.notify(EventType.NODE_CREATED, path, NO_ZXID);
      } else {
        addData(path, watcher);
      }
    }
    for (String path : request.childWatches()) {
      Znode node = tree.node(path);
      if (node == null) {
        watcher.notify(EventType.NODE_DELETED, path, NO_ZXID);
      } else if (node.pzxid > seen) {
        watcher.notify(EventType.NODE_CHILDREN_CHANGED, path, NO_ZXID);
      } else {
        addChildren(path, watcher);
      }
    }
    request.persistentWatches().forEach(path -> addPersistent(path, watcher));
    request
        .persistentRecursiveWatches()
        .forEach(path -> data.add(path, watcher, WatchTable.RECURSIVE));
  }

  /**
   * Whether there is a watch of a {@linkplain WatcherType type}.
   *
   * @throws WireFormatException if there is no such type
   */
  boolean contains(String path, int type, ServerConnection watcher) {
    return switch (type) {
      case WatcherType.CHILDREN -> children.contains(path, watcher, WatchTable.ONE_SHOT);
      case WatcherType.DATA -> data.contains(path, watcher, WatchTable.ONE_SHOT);
      case WatcherType.PERSISTENT -> data.contains(path, watcher, WatchTable.PERSISTENT);
      case WatcherType.PERSISTENT_RECURSIVE -> data.contains(path, watcher, WatchTable.RECURSIVE);
      case WatcherType.ANY ->
          data.contains(path, watcher, WatchTable.ANY)
              || children.contains(path, watcher, WatchTable.ANY);
      default -> throw new WireFormatException("no such watcher type: " + type);
    };
  }

  /**
   * Takes away the watches of a {@linkplain WatcherType type}, and says whether there were any.
   *
   * @throws WireFormatException if there is no such type
   */
  boolean remove(String path, int type, ServerConnection watcher) {
    return switch (type) {
      case WatcherType.CHILDREN -> children.remove(path, watcher, WatchTable.ONE_SHOT);
      case WatcherType.DATA -> data.remove(path, watcher, WatchTable.ONE_SHOT);
      case WatcherType.PERSISTENT -> removeBoth(path, watcher, WatchTable.PERSISTENT);
      case WatcherType.PERSISTENT_RECURSIVE -> data.remove(path, watcher, WatchTable.RECURSIVE);
      case WatcherType.ANY -> removeBoth(path, watcher, WatchTable.ANY);
      default -> throw new WireFormatException("no such watcher type: " + type);
    };
  }

  private boolean removeBoth(String path, ServerConnection watcher, int modes) {
    boolean ofChildren = children.remove(path, watcher, modes);
    return data.remove(path, watcher, modes) || ofChildren;
  }

  /** A connection is gone, and its watches with it. */
  void removeAll(ServerConnection watcher) {
    data.removeAll(watcher);
    children.removeAll(watcher);
  }

  void clear() {
    data.clear();
    children.clear();
  }

  /** Tells whoever watches, except whom the access control list keeps from knowing. */
  void fire(TreeEvent event, long zxid) {
    String path = event.path();
    Collection<ServerConnection> told = data.trigger(path);
    tell(told, event.type(), path, event, zxid);
    if (event.type() == EventType.NODE_DATA_CHANGED) {
      return;
    }
    if (event.type() == EventType.NODE_DELETED) {
      Collection<ServerConnection> watching = children.trigger(path);
      watching.removeAll(told);
      tell(watching, event.type(), path, event, zxid);
    }
    String parent = DataTree.parent(path).isEmpty() ? "/" : DataTree.parent(path);
    for (ServerConnection watcher : List.copyOf(children.trigger(parent))) {
      if (AccessControl.allows(event.parentAcl(), AccessControl.READ, watcher.identities())) {
        watcher.notify(EventType.NODE_CHILDREN_CHANGED, parent, zxid);
      }
    }
  }

  private static void tell(
      Collection<ServerConnection> watchers, int type, String path, TreeEvent event, long zxid) {
    for (ServerConnection watcher : watchers) {
      if (AccessControl.allows(event.acl(), AccessControl.READ, watcher.identities())) {
        watcher.notify(type, path, zxid);
      }
    }
  }

  /** Returns what {@code wchs} says: the watches of data and existence. */
  String summary() {
    return data.connections()
        + " connections watching "
        + data.watchedPaths()
        + " paths\nTotal watches:"
        + data.size();
  }

  /** Returns how many watches there are. */
  int size() {
    return data.size() + children.size();
  }

  /** Returns who watches which path; as in a real server, without watches of children. */
  String byPath() {
    return data.byPath();
  }
}
