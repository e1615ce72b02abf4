package dev.mirliton.zk.testing.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The lanes of a run from left to right: the processes, the network, the servers. So a request goes
 * to the right and its reply to the left.
 */
final class Lanes {
  private static final String SERVER_PREFIX = "server ";

  /** What lives on a lane. */
  enum Sort {
    PROCESS,
    NETWORK,
    SERVER;

    static Sort of(String lane) {
      if (lane.equals(TraceEvent.NETWORK)) {
        return NETWORK;
      }
      return lane.startsWith(SERVER_PREFIX) ? SERVER : PROCESS;
    }
  }

  private final List<String> names;

  Lanes(List<TraceEvent> events) {
    TreeSet<String> sorted =
        new TreeSet<>(
            Comparator.comparing((String name) -> Sort.of(name))
                // client 2 before client 10
                .thenComparing(name -> name.replaceFirst("\\d+$", ""))
                .thenComparing(Lanes::digitsAtTheEnd)
                .thenComparing(Comparator.naturalOrder()));
    events.forEach(event -> sorted.add(event.lane()));
    names = new ArrayList<>(sorted);
  }

  List<String> names() {
    return names;
  }

  private static int digitsAtTheEnd(String name) {
    return name.length() - name.replaceFirst("\\d+$", "").length();
  }
}
