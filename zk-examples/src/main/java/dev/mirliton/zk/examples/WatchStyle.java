package dev.mirliton.zk.examples;

import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.ZkClient;
import java.util.Set;
import java.util.TreeSet;

/** A queue of events; what may have been missed is an event too. */
final class WatchStyle {
  private WatchStyle() {}

  /** Follows what is below {@code /services} until {@code last} is there. */
  static Set<String> followUntil(ZkClient zk, String last) throws InterruptedException {
    Set<String> known = new TreeSet<>();
    // snippet: watch
    try (Watch watch = zk.watch("/services", WatchMode.PERSISTENT_RECURSIVE)) {
      reload(zk, known);
      while (!known.contains(last)) {
        switch (watch.next()) {
          case WatchEvent.Created event -> known.add(event.path());
          case WatchEvent.Deleted event -> known.remove(event.path());
          case WatchEvent.DataChanged event -> {}
          case WatchEvent.ChildrenChanged event -> {}
          case WatchEvent.Gap gap -> reload(zk, known); // the connection was away
        }
      }
    }
    // end
    return known;
  }

  private static void reload(ZkClient zk, Set<String> known) throws InterruptedException {
    known.clear();
    for (String name : zk.children("/services")) {
      known.add("/services/" + name);
    }
  }
}
