package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchListener;
import java.util.ArrayList;
import java.util.List;

/** What a lasting watch told of everything below a path. */
final class Comings implements WatchListener {
  static final String ROOT = "/torture/comings";

  private final List<WatchEvent> events = new ArrayList<>();
  private boolean set;
  private boolean over;

  @Override
  public void onEvent(WatchEvent event) {
    events.add(event);
    over |= event instanceof WatchEvent.Gap gap && gap.reason().endsWatch();
  }

  /** The client said that the watch is set. */
  void isSet() {
    set = true;
  }

  /** Whether it has told, or will tell, everything from a certain time on to this day. */
  boolean isWatching() {
    return set && !over;
  }

  List<WatchEvent> events() {
    return events;
  }
}
