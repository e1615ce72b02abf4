package dev.mirliton.zk.testing.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.testing.trace.TraceEvent.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LanesTest {
  @Test
  void theNetworkLiesBetweenTheProcessesAndTheServers() {
    List<String> names =
        lanes("server 10", "client 10", "network", "server 2", "client 2", "auditor", "server 2");

    assertEquals(
        List.of("auditor", "client 2", "client 10", "network", "server 2", "server 10"), names);
  }

  private static List<String> lanes(String... lanes) {
    return new Lanes(
            Stream.of(lanes).map(lane -> new TraceEvent(0, Kind.NOTE, lane, 0, "")).toList())
        .names();
  }
}
