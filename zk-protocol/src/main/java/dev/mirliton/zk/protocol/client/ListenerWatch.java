package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchListener;
import dev.mirliton.zk.protocol.session.WatchKind;
import dev.mirliton.zk.spi.ListenerCall;
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
    view().events().add(new Telling(event));
  }

  /** Tells the listener of an event, unless the watch was closed meanwhile. */
  private final class Telling implements ListenerCall {
    private final WatchEvent event;

    Telling(WatchEvent event) {
      this.event = event;
    }

    @Override
    public void run() {
      if (!isClosed()) {
        listener.onEvent(event);
      }
    }

    @Override
    public Object listener() {
      return listener;
    }

    @Override
    public String subject() {
      return event.toString();
    }

    @Override
    public String toString() {
      return "watch listener of " + event;
    }
  }
}
