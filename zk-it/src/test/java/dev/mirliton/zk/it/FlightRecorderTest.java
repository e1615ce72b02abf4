package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.Sessions;
import dev.mirliton.zk.testing.simulation.RealWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording tells of a client. */
@EveryHandler
@Tag("any-server")
@RealWorld("the flight recorder has threads and files of its own")
class FlightRecorderTest extends ClientSuite {
  private static final String PREFIX = "dev.mirliton.zk.";
  private static final Set<String> KINDS =
      Set.of("Request", "Reconnect", "Session", "Watch", "SlowCallback");

  /** Keeps the recorder's own threads, so that they are nobody's leak. */
  private static final Recording BACKGROUND = new Recording();

  @TempDir Path folder;

  @BeforeAll
  static void wakeTheRecorder() {
    for (String kind : KINDS) {
      BACKGROUND.disable(PREFIX + kind); // its thresholds would count for all recordings
    }
    if (BACKGROUND.getState() == RecordingState.NEW) {
      BACKGROUND.start();
    }
  }

  /** Records everything that takes at least that long. */
  private static Recording start(Duration threshold) {
    Recording recording = new Recording();
    for (String kind : KINDS) {
      recording.enable(PREFIX + kind).withThreshold(threshold);
    }
    recording.start();
    return recording;
  }

  private List<RecordedEvent> stop(Recording recording) throws IOException {
    recording.stop();
    Path file = folder.resolve("recording.jfr");
    recording.dump(file);
    try {
      return RecordingFile.readAllEvents(file).stream()
          .filter(event -> event.getEventType().getName().startsWith(PREFIX))
          .sorted(Comparator.comparing(RecordedEvent::getStartTime))
          .toList();
    } finally {
      Files.delete(file);
    }
  }

  private static List<RecordedEvent> of(List<RecordedEvent> events, String kind) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals(PREFIX + kind))
        .toList();
  }

  private static RecordedEvent only(
      List<RecordedEvent> events, String kind, String field, String is) {
    List<RecordedEvent> found =
        of(events, kind).stream().filter(event -> is.equals(event.getString(field))).toList();
    assertEquals(1, found.size(), () -> kind + " " + is + " in " + events);
    return found.get(0);
  }

  private static String id(ZkClient zk) {
    return "0x" + Long.toHexString(Objects.requireNonNull(zk.session()).id());
  }

  @Test
  void requestsWatchesAndCallbacksAreRecorded() throws Exception {
    try (Recording recording = start(Duration.ZERO)) {
      ZkClient zk = connect();
      Told<WatchEvent> told = new Told<>();
      zk.existsAndWatch("/a", told::add);
      zk.create("/a", bytes("a secret"));
      told.next();
      Assertions.assertThrows(NoNodeException.class, () -> zk.get("/none"));
      String client = "session " + id(zk);
      zk.close();

      List<RecordedEvent> events = stop(recording);

      RecordedEvent create = only(events, "Request", "operation", "create");
      assertEquals("/a", create.getString("path"));
      assertEquals("ok", create.getString("outcome"));
      assertEquals(client, create.getString("client"));
      assertEquals(1, create.getInt("timesSent"));
      assertTrue(create.getInt("bytesOut") > 20 && create.getInt("bytesIn") > 20, create::toString);
      assertTrue(create.getDuration("onConnection").toNanos() > 0, create::toString);
      assertTrue(create.getString("zxid").matches("0x[0-9a-f]+"), create::toString);
      assertEquals("NoNode", only(events, "Request", "operation", "get").getString("outcome"));
      RecordedEvent fired = only(events, "Watch", "path", "/a");
      assertEquals("Created", fired.getString("type"));
      assertTrue(fired.getDuration("age").toNanos() > 0, fired::toString);
      RecordedEvent callback = only(events, "SlowCallback", "subject", "Created[path=/a]");
      assertEquals("events", callback.getString("queue"));
      assertFalse(events.toString().contains("a secret"));
    }
  }

  @Test
  void quickRequestsAreNotRecorded() throws Exception {
    try (Recording recording = start(Duration.ofSeconds(100))) {
      ZkClient zk = connect();
      zk.exists("/");
      zk.close();

      assertEquals(List.of(), of(stop(recording), "Request"));
    }
  }

  @Test
  void livesOfSessionsAreRecorded() throws Exception {
    try (Recording recording = start(Duration.ZERO);
        FaultProxy proxy = FaultProxy.to(server)) {
      ZkClient zk = connect(options(proxy));
      Told<StateChange> changes = Told.by(zk);
      String first = id(zk);
      proxy.cut();
      Told.await(changes, ConnectionState.SUSPENDED);
      Told.await(changes, ConnectionState.CONNECTED);
      Sessions.expire(zk, server);
      Told.await(changes, ConnectionState.LOST);
      Told.await(changes, ConnectionState.CONNECTED);
      String second = id(zk);
      zk.close();

      List<RecordedEvent> events = stop(recording);

      List<String> lives =
          of(events, "Session").stream()
              .map(event -> event.getString("change") + " " + event.getString("session"))
              .toList();
      assertEquals(
          List.of(
              "opened " + first,
              "reattached " + first,
              "expired " + first,
              "opened " + second,
              "closed " + second),
          lives);
      List<RecordedEvent> reconnects = of(events, "Reconnect");
      assertEquals(2, reconnects.size(), reconnects::toString);
      RecordedEvent kept = reconnects.get(0);
      assertTrue(kept.getBoolean("sessionKept"));
      assertEquals(proxy.connectString(), kept.getString("from"));
      assertEquals(proxy.connectString(), kept.getString("to"));
      assertTrue(kept.getInt("attempts") >= 1);
      assertTrue(kept.getDuration().toNanos() > 0);
      assertFalse(kept.getString("cause").isBlank());
      assertFalse(reconnects.get(1).getBoolean("sessionKept"));
      assertEquals(second, reconnects.get(1).getString("sessionAfter"));
    }
  }

  @Test
  void everyKindOfEventExplainsItself() throws Exception {
    connect().close();

    Set<String> kinds =
        FlightRecorder.getFlightRecorder().getEventTypes().stream()
            .filter(type -> type.getName().startsWith(PREFIX))
            .peek(
                type -> {
                  assertFalse(String.valueOf(type.getLabel()).isBlank(), type.getName());
                  assertFalse(String.valueOf(type.getDescription()).isBlank(), type.getName());
                  assertEquals(List.of("Mirliton", "ZooKeeper"), type.getCategoryNames());
                })
            .map(type -> type.getName().substring(PREFIX.length()))
            .collect(Collectors.toCollection(TreeSet::new));

    assertTrue(kinds.containsAll(KINDS), kinds::toString);
  }
}
