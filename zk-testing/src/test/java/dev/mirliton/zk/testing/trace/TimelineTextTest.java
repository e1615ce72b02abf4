package dev.mirliton.zk.testing.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.testing.trace.TraceEvent.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTextTest {
  private static final long MILLI = 1_000_000;
  private static final TextLimits FAILURE_ONLY = new TextLimits(Duration.ZERO, 400);

  @Test
  void beginsWithWhatFailedAndHowToRepeatIt() {
    List<String> lines = LockRun.timeline().text().lines().toList();

    assertEquals("FAILED    " + LockRun.FAILURE, lines.get(0));
    assertEquals("seed      -4711082", lines.get(1));
    assertTrue(lines.get(2).startsWith("repeat    mvn "), lines.get(2));
    assertTrue(
        lines.contains("          at 12.000 000 s for 5.1 s: cut client b from every server"));
    assertTrue(lines.contains("          session timeout = 4 s"));
  }

  @Test
  void aRunWithoutFailurePassed() {
    RunSummary summary = new RunSummary(7, null, "run it", List.of(), List.of());

    String text = new Timeline(summary, List.of()).text();

    assertEquals(
        """
        passed
        seed      7
        repeat    run it
        faults    none

        nothing happened
        """,
        text);
  }

  @Test
  void furtherLinesOfAFailureAreIndented() {
    RunSummary summary =
        new RunSummary(7, "not linear\nset 1 at a\n\tget 2 at b", "run it", List.of(), List.of());

    List<String> lines = new Timeline(summary, List.of()).text().lines().toList();

    assertEquals(
        List.of("FAILED    not linear", "          set 1 at a", "          \\u0009get 2 at b"),
        lines.subList(0, 3));
  }

  @Test
  void aVeryLongTextIsClippedAndThatIsSaid() {
    List<String> lines = folded(event(1, Kind.NOTE, "client a", 0, "x".repeat(1_000_000)));

    assertTrue(lines.getFirst().endsWith("xx… (999500 more characters)"));
  }

  @Test
  void aMessageIsToldOnceWithWhereAndWhenItArrives() {
    List<String> lines =
        folded(
            event(12_345, Kind.SENT, "client a", 9, "create /job, xid 3"),
            new TraceEvent(12_346_200_000L, Kind.RECEIVED, "server 2", 9, "create /job, xid 3"));

    assertEquals(
        "12.345 000 s  client a  -> server 2: create /job, xid 3 (arrives after 1.2 ms)",
        lines.get(1).strip());
    assertFalse(lines.stream().anyMatch(line -> line.contains("<-")), lines::toString);
  }

  @Test
  void arrivalsHaveLinesOfTheirOwnShortlyBeforeTheFailure() {
    List<String> lines = LockRun.timeline().text().lines().toList();

    assertTrue(
        lines.contains(
            "16.005 100 s  client d  <- server 1: deleted /job/lock/c1-lock-0000000001"));
    assertFalse(lines.stream().anyMatch(line -> line.startsWith("11.") && line.contains("<-")));
  }

  @Test
  void whatIsLostOrNeverSeenAgainIsSaid() {
    List<String> lines =
        folded(
            event(1, Kind.SENT, "client a", 1, "set /x"),
            event(2, Kind.LOST, "server 1", 1, "set /x"),
            event(3, Kind.SENT, "client b", 2, "get /x"));

    assertTrue(lines.get(0).endsWith("client a  -> server 1: set /x (lost)"), lines::toString);
    assertTrue(lines.get(1).endsWith("client b  -> get /x (not seen to arrive)"), lines::toString);
  }

  @Test
  void pingsAreCounted() {
    List<TraceEvent> events = new ArrayList<>();
    for (int ping = 0; ping < 14; ping++) {
      events.add(event(100 * ping, Kind.SENT, "client a", ping + 1, "ping"));
      events.add(event(100 * ping + 1, Kind.RECEIVED, "server 1", ping + 1, "ping"));
    }

    List<String> lines = folded(events.toArray(TraceEvent[]::new));

    assertTrue(lines.getFirst().strip().startsWith("… 14 pings, for 1.3 s"), lines::toString);
  }

  @Test
  void aLostPingIsNoneOfThoseCounted() {
    List<TraceEvent> events = new ArrayList<>();
    for (int ping = 0; ping < 10; ping++) {
      Kind end = ping == 6 ? Kind.LOST : Kind.RECEIVED;
      events.add(event(100 * ping, Kind.SENT, "client a", ping + 1, "ping"));
      events.add(event(100 * ping + 1, end, "server 1", ping + 1, "ping"));
    }

    List<String> lines = folded(events.toArray(TraceEvent[]::new));

    assertTrue(lines.get(0).contains("… 6 pings"), lines::toString);
    assertTrue(lines.get(1).endsWith("-> server 1: ping (lost)"), lines::toString);
    assertTrue(lines.get(2).contains("… 3 pings"), lines::toString);
  }

  @Test
  void whatResemblesTheLinesAboveIsCounted() {
    List<TraceEvent> events = new ArrayList<>();
    for (int poll = 0; poll < 20; poll++) {
      events.add(event(10 * poll, Kind.SENT, "client a", 0, "get /x, xid " + poll));
      events.add(event(10 * poll + 5, Kind.SENT, "server 1", 0, "xid " + poll + " ok"));
    }

    List<String> lines = folded(events.toArray(TraceEvent[]::new));

    assertTrue(lines.get(0).contains("get /x, xid 0"), lines::toString);
    assertTrue(lines.get(1).contains("xid 0 ok"), lines::toString);
    assertTrue(lines.get(2).contains("… 38 more like those above"), lines::toString);
  }

  @Test
  void notesAndFaultsAreNeverFolded() {
    List<TraceEvent> events = new ArrayList<>();
    for (int turn = 0; turn < 20; turn++) {
      events.add(event(2 * turn, Kind.NOTE, "client a", 0, "turn " + turn));
      events.add(event(2 * turn + 1, Kind.FAULT, "network", turn, "cut " + turn));
    }

    List<String> lines = folded(events.toArray(TraceEvent[]::new));

    assertEquals(40, lines.stream().filter(line -> line.matches(".*(turn|cut) \\d+$")).count());
  }

  @Test
  void aLongSilenceIsSaid() {
    List<String> lines =
        folded(
            event(0, Kind.NOTE, "client a", 0, "begins"),
            event(9_214, Kind.NOTE, "client a", 0, "ends"));

    assertEquals("… quiet for 9.214 s", lines.get(1).strip());
  }

  @Test
  void tooMuchIsCutWhereItIsOldestAndThatIsSaid() {
    List<TraceEvent> events = new ArrayList<>();
    for (int turn = 0; turn < 1_000; turn++) {
      events.add(event(turn, Kind.NOTE, "client a", 0, "turn " + turn));
    }
    events.add(event(1_000, Kind.FAILURE, "client a", 0, "it fails"));

    List<String> lines = lines(new TextLimits(Duration.ZERO, 50), events);

    assertEquals(51, lines.size());
    assertEquals("… 951 earlier lines left out", lines.getFirst().strip());
    assertTrue(lines.getLast().endsWith("FAILED: it fails"), lines.getLast());
  }

  @Test
  void muchAfterTheFailureDoesNotPushItOut() {
    List<TraceEvent> events = new ArrayList<>();
    events.add(event(0, Kind.FAILURE, "client a", 0, "it fails"));
    for (int turn = 1; turn <= 1_000; turn++) {
      events.add(event(turn, Kind.NOTE, "client a", 0, "turn " + turn));
    }

    List<String> lines = lines(new TextLimits(Duration.ZERO, 50), events);

    assertTrue(lines.getFirst().endsWith("FAILED: it fails"), lines.getFirst());
    assertEquals("… 951 later lines left out", lines.getLast().strip());
  }

  @Test
  void aLineStaysALineWhateverANodeIsCalled() {
    List<String> lines =
        folded(event(1, Kind.NOTE, "client\na", 0, "made /x\r\n\u001b[31m\u202eevil"));

    assertTrue(
        lines.getFirst().endsWith("client\\u000aa  made /x\\u000d\\u000a\\u001b[31m\\u202eevil"),
        lines::toString);
  }

  @Test
  void sameRunSameText() {
    assertEquals(LockRun.timeline().text(), LockRun.timeline().text());
  }

  @Test
  void eventsOutOfOrderAreRefused() {
    List<TraceEvent> events =
        List.of(event(2, Kind.NOTE, "a", 0, "late"), event(1, Kind.NOTE, "a", 0, "early"));

    assertThrows(IllegalArgumentException.class, () -> new Timeline(LockRun.summary(), events));
  }

  /** The lines of events that happened long before the failure. */
  private static List<String> folded(TraceEvent... events) {
    List<TraceEvent> all = new ArrayList<>(List.of(events));
    all.add(event(100_000, Kind.FAILURE, "client a", 0, "it fails"));
    return lines(FAILURE_ONLY, all);
  }

  private static List<String> lines(TextLimits limits, List<TraceEvent> events) {
    List<String> lines = new Timeline(LockRun.summary(), events).text(limits).lines().toList();
    return lines.subList(lines.indexOf("") + 1, lines.size());
  }

  private static TraceEvent event(long millis, Kind kind, String lane, long number, String text) {
    return new TraceEvent(millis * MILLI, kind, lane, number, text);
  }
}
