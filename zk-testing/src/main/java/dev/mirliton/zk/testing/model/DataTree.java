package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.protocol.wire.Create2Response;
import dev.mirliton.zk.protocol.wire.CreateResponse;
import dev.mirliton.zk.protocol.wire.EmptyResponse;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.ErrorResponse;
import dev.mirliton.zk.protocol.wire.EventType;
import dev.mirliton.zk.protocol.wire.GetDataResponse;
import dev.mirliton.zk.protocol.wire.MultiResponse;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.Response;
import dev.mirliton.zk.protocol.wire.SetAclResponse;
import dev.mirliton.zk.protocol.wire.SetDataResponse;
import dev.mirliton.zk.protocol.wire.StepResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that the ensemble agrees on: znodes, and which sessions live. A pure function of the
 * transactions applied to it: two trees with the same ones are alike.
 *
 * <p>One class, although long: it is one switch over {@link Change} and the indexes that it keeps.
 */
final class DataTree {
  static final String CONFIG = "/zookeeper/config";
  private static final String QUOTA = "/zookeeper/quota";
  private static final String ZOOKEEPER = "/zookeeper";
  private static final String ROOT = "/";

  /** What a parent's path is cut to, hence a second name of the root: also for clients. */
  private static final String ROOT_AS_PARENT = "";

  private static final byte[] NO_DATA = {};

  private final Map<String, Znode> nodes = new HashMap<>();
  private final Map<Long, HashSet<String>> ephemerals = new HashMap<>();
  private final SortedSet<String> containers = new TreeSet<>();
  private final SortedMap<Long, Integer> sessions = new TreeMap<>();
  private long lastZxid;

  /** Creates what a server begins with. */
  DataTree() {
    Znode root = new Znode(NO_DATA, Acl.OPEN, Ownership.NOBODY, 0, 0);
    nodes.put(ROOT_AS_PARENT, root);
    nodes.put(ROOT, root);
    for (String path : List.of(ZOOKEEPER, QUOTA, CONFIG)) {
      nodes.put(path, new Znode(NO_DATA, Acl.OPEN, Ownership.NOBODY, 0, 0));
      // No change that anybody made, so it is not counted in the parent's version.
      require(parent(path)).children().add(name(path));
    }
    Znode config = require(CONFIG);
    config.acl = Acl.READ_ONLY;
    config.aversion = -1;
  }

  private DataTree(DataTree that) {
    that.nodes.forEach((path, node) -> nodes.put(path, node.copy()));
    nodes.put(ROOT_AS_PARENT, require(ROOT));
    that.ephemerals.forEach((session, paths) -> ephemerals.put(session, new HashSet<>(paths)));
    containers.addAll(that.containers);
    sessions.putAll(that.sessions);
    lastZxid = that.lastZxid;
  }

  /** Returns one that changes on its own. */
  DataTree copy() {
    return new DataTree(this);
  }

  /** Returns the last transaction applied; 0 at first. */
  long lastZxid() {
    return lastZxid;
  }

  /** Returns the znode, or null. Only to be looked at. */
  @Nullable Znode node(String path) {
    return nodes.get(path);
  }

  /** Returns how many znodes there are, as a server counts them: the root twice. */
  int nodeCount() {
    return nodes.size();
  }

  /** Returns how many znodes are below {@code path}. */
  int countBelow(String path) {
    if (path.equals(ROOT)) {
      return nodes.size() - 2;
    }
    String prefix = path + "/";
    int count = 0;
    for (String each : nodes.keySet()) {
      if (each.startsWith(prefix)) {
        count++;
      }
    }
    return count;
  }

  /** Returns a copy of what goes with a session, in no order. */
  @SuppressWarnings("unchecked")
  Set<String> ephemerals(long sessionId) {
    HashSet<String> paths = ephemerals.get(sessionId);
    // A clone and no other copy: it has the order in which a real server deletes them.
    return paths == null ? Set.of() : (Set<String>) paths.clone();
  }

  /** Returns the containers, and the znodes with a time to live, sorted. */
  List<String> containers() {
    return List.copyOf(containers);
  }

  /** Returns the living sessions with their timeouts in milliseconds, sorted by number. */
  SortedMap<Long, Integer> sessions() {
    return Collections.unmodifiableSortedMap(sessions);
  }

  /** Returns the text of {@code /zookeeper/config}; empty if nobody set it. */
  String config() {
    byte[] data = require(CONFIG).data;
    return data == null ? "" : new String(data, StandardCharsets.UTF_8);
  }

  /** Sets the first members, which are in no transaction. Watches do not fire. */
  void initConfig(String config, long zxid, long timeMs) {
    setData(CONFIG, config.getBytes(StandardCharsets.UTF_8), -1, zxid, timeMs);
  }

  /** Whether a client must not delete it. */
  static boolean isBuiltIn(String path) {
    return path.equals(ROOT) || path.equals(ZOOKEEPER) || path.equals(QUOTA) || path.equals(CONFIG);
  }

  /** Returns the parent of a path with a slash in it; empty for the root. */
  static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * Carries out a transaction that follows all that were applied before.
   *
   * @throws IllegalStateException if it does not fit: it was prepared on another tree
   */
  Applied apply(Txn txn) {
    if (txn.zxid() <= lastZxid) {
      throw new IllegalStateException(
          txn + " after 0x" + Long.toHexString(lastZxid) + " was applied");
    }
    Applied applied = apply(txn, txn.change());
    lastZxid = txn.zxid();
    return applied;
  }

  private Applied apply(Txn txn, Change change) {
    return switch (change) {
      case Change.Create create -> create(txn, create);
      case Change.Delete delete -> Applied.ok(new EmptyResponse(), delete(txn, delete.path()));
      case Change.SetData set -> {
        Znode node = setData(set.path(), set.data(), set.version(), txn.zxid(), txn.timeMs());
        yield Applied.ok(new SetDataResponse(node.stat()), dataChanged(set.path(), node));
      }
      case Change.SetAcl set -> {
        Znode node = require(set.path());
        node.acl = set.acl();
        node.aversion = set.version();
        yield Applied.ok(new SetAclResponse(node.stat()));
      }
      case Change.Check check -> Applied.ok(new EmptyResponse());
      case Change.Multi multi -> multi(txn, multi);
      case Change.Reconfig reconfig -> {
        byte[] config = reconfig.config().getBytes(StandardCharsets.UTF_8);
        Znode node = setData(CONFIG, config, -1, txn.zxid(), txn.timeMs());
        yield Applied.ok(new GetDataResponse(config, node.stat()), dataChanged(CONFIG, node));
      }
      case Change.OpenSession open -> {
        sessions.put(txn.sessionId(), open.timeoutMs());
        yield Applied.ok(new EmptyResponse());
      }
      case Change.CloseSession close -> closeSession(txn, close);
      case Change.Failed failed -> Applied.failed(failed.err());
    };
  }

  private Applied create(Txn txn, Change.Create create) {
    String path = create.path();
    Znode parent = require(parent(path));
    Znode node = new Znode(create.data(), create.acl(), create.owner(), txn.zxid(), txn.timeMs());
    if (nodes.putIfAbsent(path, node) != null) {
      throw new IllegalStateException("exists already: " + path);
    }
    parent.children().add(name(path));
    if (create.parentCversion() > parent.cversion) {
      parent.cversion = create.parentCversion();
      parent.pzxid = txn.zxid();
    }
    if (Ownership.isSession(node.owner)) {
      ephemerals.computeIfAbsent(node.owner, session -> new HashSet<>()).add(path);
    } else if (node.owner != Ownership.NOBODY) {
      containers.add(path);
    }
    Response body =
        create.opCode() == OpCode.CREATE
            ? new CreateResponse(path)
            : new Create2Response(path, node.stat());
    return Applied.ok(body, new TreeEvent(EventType.NODE_CREATED, path, create.acl(), parent.acl));
  }

  private TreeEvent delete(Txn txn, String path) {
    Znode parent = require(parent(path));
    Znode node = require(path);
    nodes.remove(path);
    parent.children().remove(name(path));
    parent.pzxid = Math.max(parent.pzxid, txn.zxid());
    if (Ownership.isSession(node.owner)) {
      HashSet<String> paths = ephemerals.get(node.owner);
      if (paths != null) {
        paths.remove(path);
      }
    } else if (node.owner != Ownership.NOBODY) {
      containers.remove(path);
    }
    return new TreeEvent(EventType.NODE_DELETED, path, node.acl, parent.acl);
  }

  private Znode setData(String path, byte @Nullable [] data, int version, long zxid, long timeMs) {
    Znode node = require(path);
    node.data = data;
    node.version = version;
    node.mzxid = zxid;
    node.mtimeMs = timeMs;
    return node;
  }

  private static TreeEvent dataChanged(String path, Znode node) {
    return new TreeEvent(EventType.NODE_DATA_CHANGED, path, node.acl, List.of());
  }

  private Applied closeSession(Txn txn, Change.CloseSession close) {
    List<TreeEvent> events = new ArrayList<>();
    for (String path : close.ephemerals()) {
      events.add(delete(txn, path));
    }
    ephemerals.remove(txn.sessionId());
    sessions.remove(txn.sessionId());
    return new Applied(ErrorCode.OK, new EmptyResponse(), List.copyOf(events));
  }

  private Applied multi(Txn txn, Change.Multi multi) {
    List<MultiResponse.Result> results = new ArrayList<>();
    List<TreeEvent> events = new ArrayList<>();
    for (Change step : multi.steps()) {
      Applied applied = apply(txn, step);
      events.addAll(applied.events());
      results.add(result(step, applied));
    }
    return new Applied(ErrorCode.OK, new MultiResponse(results), List.copyOf(events));
  }

  private static MultiResponse.Result result(Change step, Applied applied) {
    int type =
        switch (step) {
          case Change.Create create ->
              create.opCode() == OpCode.CREATE ? OpCode.CREATE : OpCode.CREATE2;
          case Change.Delete delete -> OpCode.DELETE;
          case Change.SetData set -> OpCode.SET_DATA;
          case Change.Check check -> OpCode.CHECK;
          default -> OpCode.ERROR;
        };
    if (type == OpCode.ERROR) {
      return new MultiResponse.Result(type, applied.err(), new ErrorResponse(applied.err()));
    }
    return MultiResponse.Result.ok(type, (StepResult) applied.body());
  }

  private Znode require(String path) {
    Znode node = nodes.get(path);
    if (node == null) {
      throw new IllegalStateException("no such znode: " + path);
    }
    return node;
  }
}
