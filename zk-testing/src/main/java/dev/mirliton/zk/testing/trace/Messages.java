package dev.mirliton.zk.testing.trace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which event is the other end of a message: where it arrived, or where it came from. */
final class Messages {
  private static final int NONE = -1;

  private final List<TraceEvent> events;
  private final int[] peers;

  Messages(List<TraceEvent> events) {
    this.events = events;
    peers = new int[events.size()];
    Map<Long, Integer> underway = new HashMap<>();
    for (int index = 0; index < peers.length; index++) {
      peers[index] = NONE;
      TraceEvent event = events.get(index);
      if (event.message() == 0 || !event.isMessage()) {
        continue;
      }
      if (event.kind() == TraceEvent.Kind.SENT) {
        underway.put(event.message(), index);
      } else {
        Integer sent = underway.remove(event.message());
        if (sent != null) {
          peers[index] = sent;
          peers[sent] = index;
        }
      }
    }
  }

  boolean isJoined(int index) {
    return peers[index] != NONE;
  }

  /** The index of the other end, or minus one: never sent, still underway, or lost unseen. */
  int peer(int index) {
    return peers[index];
  }

  /** Whether it is a ping that arrived. One that was lost tells something. */
  boolean isDullPing(int index) {
    return events.get(index).isPing()
        && isJoined(index)
        && events.get(index).kind() != TraceEvent.Kind.LOST
        && events.get(peers[index]).kind() != TraceEvent.Kind.LOST;
  }
}
