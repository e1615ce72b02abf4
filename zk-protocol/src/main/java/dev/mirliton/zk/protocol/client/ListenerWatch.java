package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchListener;
import dev.mirliton.zk.protocol.session.WatchKind;
import java.util.Objects;

/** A watch whose events go to a listener, on the event queue. */
final class ListenerWatch extends LocalWatch {
  private final WatchListener listener;

  ListenerWatch(View view, String path, WatchKind kind, WatchListener listener) {
    super(view, path, kind);
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  @Override
  void accept(WatchEvent event, boolean last) {
    view()
        .events()
        .add(
            () -> {
              if (!isClosed()) {
                listener.onEvent(event);
              }
            });
  }
}
