package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.Registration;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.protocol.session.WatchKind;
import dev.mirliton.zk.protocol.session.Watcher;

/** One watch of this client: translates paths, knows when nothing more will come. */
abstract class LocalWatch implements Watcher, Registration {
  private final View view;
  private final String path;
  private final WatchKind kind;
  private final long sinceNs;
  private volatile boolean closed;

  LocalWatch(View view, String path, WatchKind kind) {
    this.view = view;
    this.path = path;
    this.kind = kind;
    this.sinceNs = view.driver().nanoTime();
  }

  /** Takes an event, within the session's step: must neither block nor run user code. */
  abstract void accept(WatchEvent event, boolean last);

  final View view() {
    return view;
  }

  public final String path() {
    return path;
  }

  @Override
  public final String serverPath() {
    return view.root().toServer(path);
  }

  @Override
  public final WatchKind kind() {
    return kind;
  }

  @Override
  public final boolean isClosed() {
    return closed;
  }

  @Override
  public final void deliver(Object outcome) {
    if (closed) {
      return;
    }
    WatchEvent event = translated((WatchEvent) outcome);
    boolean over = event instanceof WatchEvent.Gap gap && gap.reason().endsWatch();
    accept(event, over || !kind.isLasting());
    view.driver().observation().watchFired(event, sinceNs);
  }

  private WatchEvent translated(WatchEvent event) {
    Chroot root = view.root();
    if (root.isNone()) {
      return event;
    }
    String at = root.toClient(event.path());
    return switch (event) {
      case WatchEvent.Created e -> new WatchEvent.Created(at);
      case WatchEvent.Deleted e -> new WatchEvent.Deleted(at);
      case WatchEvent.DataChanged e -> new WatchEvent.DataChanged(at);
      case WatchEvent.ChildrenChanged e -> new WatchEvent.ChildrenChanged(at);
      case WatchEvent.Gap gap -> new WatchEvent.Gap(at, gap.reason());
    };
  }

  @Override
  public final void close() {
    if (!closed) {
      closed = true;
      closed();
      view.driver().unwatch(this);
    }
  }

  /** The owner closed the watch. */
  void closed() {}
}
