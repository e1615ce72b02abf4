package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchEvent.Gap.Reason;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.EventType;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.SetWatches2Request;
import dev.mirliton.zk.protocol.wire.SetWatchesRequest;
import dev.mirliton.zk.protocol.wire.WatcherEvent;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the server's watches in step with the local ones: set by answers, fired by events, set
 * again on a new connection, removed when the last local one is closed.
 */
final class Watches {
  /** What the official client uses; well below the smallest packet limit in use. */
  private static final int REARM_CHARS = 128 * 1024;

  /** No server's packet limit is that small. */
  private static final int LEAST_REARM_CHARS = 128;

  private final WatchTable table = new WatchTable();
  private final WatchRemoval removal;
  private final Requests requests;
  private final ServerFeatures features;
  private final SessionOutput output;
  private final IntConsumer rearmRefused;

  /** Of one request. */
  private int rearmChars;

  /** Requests on this connection that set watches again and were not answered. */
  private int unanswered;

  /** A server closed before it had set all watches again, perhaps with a refusal that got lost. */
  private boolean cautious;

  /**
   * Creates an empty table.
   *
   * @param maxPacketBytes the longest request
   * @param rearmRefused hears the error code when the server would not set watches again
   * @param now the time of the current step
   */
  Watches(
      Requests requests,
      ServerFeatures features,
      SessionOutput output,
      int maxPacketBytes,
      IntConsumer rearmRefused,
      LongSupplier now) {
    this.removal = new WatchRemoval(table, requests, now);
    this.requests = requests;
    this.features = features;
    this.output = output;
    // A path of n characters takes up to 3 n + 4 bytes, and the last of a batch comes on top.
    this.rearmChars = Math.min(REARM_CHARS, maxPacketBytes / 8);
    this.rearmRefused = rearmRefused;
  }

  /** A request that sets {@code watcher} was answered. */
  void onAnswer(Watcher watcher, int error) {
    WatchKind kind = watcher.kind();
    if (kind == WatchKind.EXIST && error == ErrorCode.OK) {
      kind = WatchKind.DATA;
    } else if (error != ErrorCode.OK && !(kind == WatchKind.EXIST && error == ErrorCode.NO_NODE)) {
      return; // nothing was set
    }
    table.add(kind, watcher);
    if (watcher.isClosed()) {
      remove(watcher, true);
    }
  }

  /** The server sent an event. */
  void onEvent(WireReader body) {
    WatcherEvent sent = WatcherEvent.decode(body);
    WatchEvent event = event(sent);
    if (event != null) {
      table.fire(event, watcher -> output.deliver(watcher, event));
      removal.sweep();
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

  /** A new connection stands. A server that cannot go on with lasting watches ends them. */
  void connected(long nowNs) {
    unanswered = 0;
    removal.connected();
    if (features.lacks(OpCode.SET_WATCHES2, nowNs)) {
      for (WatchKind kind : List.of(WatchKind.PERSISTENT, WatchKind.RECURSIVE)) {
        table.clear(kind, watcher -> tellGap(watcher, Reason.UNSUPPORTED));
      }
    }
  }

  /**
   * Asks the server whether it can set lasting watches again, if there is doubt, before anything
   * else is sent: it refuses and closes, and the refusal gets lost where there is more to read.
   *
   * @param ready run when it can
   * @return false if there is no need to ask
   */
  boolean ask(Runnable ready, long nowNs) {
    if (!cautious || !table.hasLasting() || features.lacks(OpCode.SET_WATCHES2, nowNs)) {
      return false;
    }
    SetWatches2Request nothing =
        new SetWatches2Request(0, List.of(), List.of(), List.of(), List.of(), List.of());
    requests.send(
        new SystemRequest(
            OpCode.SET_WATCHES2,
            nothing::encode,
            error -> {
              if (error == ErrorCode.OK) {
                ready.run();
              } else {
                rearmRefused.accept(error);
              }
            }),
        nowNs);
    return true;
  }

  /**
   * The server closed the connection. If it had not set all watches again, the requests may have
   * been too long for it (ZOOKEEPER-706): next time they are half as long.
   */
  void serverClosed() {
    if (unanswered > 0) {
      cautious = true;
      rearmChars = Math.max(LEAST_REARM_CHARS, rearmChars / 2);
    }
  }

  /** The connection stands: asks for every watch again, and tells the lasting ones of the gap. */
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
    unanswered++;
    requests.send(
        new SystemRequest(
            opCode,
            body,
            error -> {
              unanswered--;
              cautious &= unanswered > 0;
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
      table.lasting(kind, batch.of(kind), watcher -> tellGap(watcher, Reason.RECONNECTED));
    }
  }

  private void tellGap(Watcher watcher, Reason reason) {
    output.deliver(watcher, new WatchEvent.Gap(watcher.serverPath(), reason));
  }

  /** The owner closed {@code watcher}: forgets it, and the server's watch when it was the last. */
  void remove(Watcher watcher, boolean live) {
    WatchKind kind = table.remove(watcher);
    if (kind == null || !live) {
      return; // fired, or not set yet, or not set again on the next connection
    }
    removal.remove(kind, watcher.serverPath());
    removal.sweep();
  }

  /** The session is over, and every watch with it. */
  void clear() {
    for (WatchKind kind : WatchKind.values()) {
      table.clear(kind, watcher -> tellGap(watcher, Reason.SESSION_OVER));
    }
  }
}
