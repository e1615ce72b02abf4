package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchEvent.Gap.Reason;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.EventType;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.RemoveWatchesRequest;
import dev.mirliton.zk.protocol.wire.SetWatches2Request;
import dev.mirliton.zk.protocol.wire.SetWatchesRequest;
import dev.mirliton.zk.protocol.wire.WatcherEvent;
import dev.mirliton.zk.protocol.wire.WatcherType;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the server's watches in step with the local ones: set by answers, fired by events, set
 * again on a new connection, removed when the last local one is closed.
 */
final class Watches {
  /** What the official client uses; well below the smallest packet limit in use. */
  private static final int REARM_CHARS = 128 * 1024;

  private final WatchTable table = new WatchTable();
  private final Requests requests;
  private final SessionOutput output;
  private final int rearmChars;
  private final IntConsumer rearmRefused;

  /** False once a server said that it does not know how; it is not asked again. */
  private boolean serverRemoves = true;

  /**
   * Creates an empty table.
   *
   * @param maxPacketBytes the longest request
   * @param rearmRefused hears the error code when the server would not set watches again
   */
  Watches(Requests requests, SessionOutput output, int maxPacketBytes, IntConsumer rearmRefused) {
    this.requests = requests;
    this.output = output;
    // A path of n characters takes up to 3 n + 4 bytes, and the last of a batch comes on top.
    this.rearmChars = Math.min(REARM_CHARS, maxPacketBytes / 8);
    this.rearmRefused = rearmRefused;
  }

  /** A request that sets {@code watcher} was answered. */
  void onAnswer(Watcher watcher, int error, long nowNs) {
    WatchKind kind = watcher.kind();
    if (kind == WatchKind.EXIST && error == ErrorCode.OK) {
      kind = WatchKind.DATA;
    } else if (error != ErrorCode.OK && !(kind == WatchKind.EXIST && error == ErrorCode.NO_NODE)) {
      return; // nothing was set
    }
    table.add(kind, watcher);
    if (watcher.isClosed()) {
      remove(watcher, true, nowNs);
    }
  }

  /** The server sent an event. */
  void onEvent(WireReader body) {
    WatcherEvent sent = WatcherEvent.decode(body);
    WatchEvent event = event(sent);
    if (event != null) {
      table.fire(event, watcher -> output.deliver(watcher, event));
    }
  }

  /** Returns what is told, or null if it is nothing that anybody here can have asked for. */
  private static @Nullable WatchEvent event(WatcherEvent sent) {
    String path = sent.path();
    if (!path.startsWith("/")) {
      return null;
    }
    return switch (sent.type()) {
      case EventType.NODE_CREATED -> new WatchEvent.Created(path);
      case EventType.NODE_DELETED -> new WatchEvent.Deleted(path);
      case EventType.NODE_DATA_CHANGED -> new WatchEvent.DataChanged(path);
      case EventType.NODE_CHILDREN_CHANGED -> new WatchEvent.ChildrenChanged(path);
      default -> null; // a kind of a later server
    };
  }

  /** A new connection stands: asks for every watch again, and tells the lasting ones of the gap. */
  void rearm(long lastZxid, long nowNs) {
    for (WatchTable.Batch batch : table.batches(rearmChars)) {
      List<String> data = batch.of(WatchKind.DATA);
      List<String> exist = batch.of(WatchKind.EXIST);
      List<String> child = batch.of(WatchKind.CHILD);
      if (batch.isOneShotOnly()) {
        SetWatchesRequest request = new SetWatchesRequest(lastZxid, data, exist, child);
        rearm(OpCode.SET_WATCHES, request::encode, batch, nowNs);
        continue;
      }
      SetWatches2Request request =
          new SetWatches2Request(
              lastZxid,
              data,
              exist,
              child,
              batch.of(WatchKind.PERSISTENT),
              batch.of(WatchKind.RECURSIVE));
      rearm(OpCode.SET_WATCHES2, request::encode, batch, nowNs);
    }
  }

  private void rearm(int opCode, Consumer<WireWriter> body, WatchTable.Batch batch, long nowNs) {
    requests.send(
        new SystemRequest(
            opCode,
            body,
            error -> {
              if (error == ErrorCode.OK && batch.isLast()) {
                output.watchesSetAgain(batch.upTo());
              }
              if (error == ErrorCode.OK) {
                // Told only now: whoever reads hereafter misses nothing that comes later.
                tellGap(batch);
              } else {
                rearmRefused.accept(error);
              }
            }),
        nowNs);
  }

  private void tellGap(WatchTable.Batch batch) {
    for (WatchKind kind : List.of(WatchKind.PERSISTENT, WatchKind.RECURSIVE)) {
      table.lasting(
          kind,
          batch.of(kind),
          watcher ->
              output.deliver(
                  watcher, new WatchEvent.Gap(watcher.serverPath(), Reason.RECONNECTED)));
    }
  }

  /** The owner closed {@code watcher}: forgets it, and the server's watch when it was the last. */
  void remove(Watcher watcher, boolean live, long nowNs) {
    WatchKind kind = table.remove(watcher);
    if (kind == null || !live || !serverRemoves) {
      return; // fired, or not set yet, or not set again on the next connection
    }
    WatchKind[] sameOnServer = sameOnServer(kind);
    String path = watcher.serverPath();
    if (table.has(path, sameOnServer) || isBeingSet(path, sameOnServer)) {
      return;
    }
    RemoveWatchesRequest request = new RemoveWatchesRequest(path, type(kind, path));
    requests.submit(
        new SystemRequest(
            OpCode.REMOVE_WATCHES,
            request::encode,
            error -> serverRemoves &= error != ErrorCode.UNIMPLEMENTED),
        true,
        nowNs);
  }

  private static WatchKind[] sameOnServer(WatchKind kind) {
    return switch (kind) {
      case DATA, EXIST -> new WatchKind[] {WatchKind.DATA, WatchKind.EXIST};
      default -> new WatchKind[] {kind};
    };
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

  private int type(WatchKind kind, String path) {
    switch (kind) {
      case DATA, EXIST -> {
        return WatcherType.DATA;
      }
      case CHILD -> {
        return WatcherType.CHILDREN;
      }
      default -> {}
    }
    // Servers before 3.9 know no type for lasting watches (ZOOKEEPER-4472), all know "any",
    // which is the same as long as nothing else is watched there.
    WatchKind[] every = WatchKind.values();
    if (!table.has(path, every) && !isBeingSet(path, every)) {
      return WatcherType.ANY;
    }
    return kind == WatchKind.PERSISTENT ? WatcherType.PERSISTENT : WatcherType.PERSISTENT_RECURSIVE;
  }

  /** The session is over, and every watch with it. */
  void clear() {
    table.clear(
        watcher ->
            output.deliver(watcher, new WatchEvent.Gap(watcher.serverPath(), Reason.SESSION_OVER)));
  }
}
