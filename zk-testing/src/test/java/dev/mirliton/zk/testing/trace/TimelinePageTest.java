package dev.mirliton.zk.testing.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.testing.trace.RunSummary.ScheduledFault;
import dev.mirliton.zk.testing.trace.RunSummary.Setting;
import dev.mirliton.zk.testing.trace.TraceEvent.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TimelinePageTest {
  private static final String EVIL =
      "/<script>alert('x')</script>\"&amp;]]>{{data}}<!--\u0000\ud800\u202e\u2028\\";

  @Test
  void thePageIsWellFormed() {
    Markup page = parsed(LockRun.timeline());

    assertEquals(1, page.all("html").size());
    assertEquals(LockRun.FAILURE, page.first("h1").text());
    assertEquals(2, page.all("script").size());
  }

  @Test
  void aReaderOfMarkupSeesWhatIsNotWellFormed() {
    for (String page : List.of("<p>", "<p></b>", "<p>a & b</p>", "<p a=b></p>", "<p></p></p>")) {
      assertThrows(AssertionError.class, () -> new Markup(page), page);
    }
  }

  @Test
  void theSummaryHasSeedCommandAndFaults() {
    Markup page = parsed(LockRun.timeline());

    assertEquals("-4711082", page.first("code").text());
    assertEquals(LockRun.summary().command(), page.byId("command").text());
    assertEquals("12.000 000 s5.1 scut client b from every server", page.all("tr").get(1).text());
  }

  @Test
  void furtherLinesOfAFailureStandBelowIt() {
    RunSummary summary =
        new RunSummary(7, "not linear\nset <1>\nget 2", "run it", List.of(), List.of());

    Markup page = parsed(new Timeline(summary, List.of()));

    assertEquals("not linear", page.first("h1").text());
    assertEquals("set <1>\nget 2", page.first("pre").text());
  }

  @Test
  void thePageNeedsNothingFromOutside() {
    String html = LockRun.timeline().html();

    assertFalse(Pattern.compile("(?i)https?:|//[a-z]+\\.|@import|url\\(").matcher(html).find());
    assertFalse(Pattern.compile("(?i)\\s(src|href)\\s*=").matcher(html).find());
    assertTrue(html.contains("default-src 'none'"));
  }

  @Test
  void whatOthersNamedStaysText() {
    RunSummary summary =
        new RunSummary(
            1,
            EVIL,
            EVIL,
            List.of(new ScheduledFault(Duration.ZERO, Duration.ZERO, EVIL)),
            List.of(new Setting(EVIL, EVIL)));
    Timeline timeline =
        new Timeline(
            summary,
            List.of(
                new TraceEvent(0, Kind.FAULT, EVIL, 1, EVIL),
                new TraceEvent(1, Kind.FAILURE, EVIL, 0, EVIL)));

    Markup page = parsed(timeline);

    assertEquals(2, page.all("script").size());
    assertEquals(Escapes.visible(EVIL), page.first("h1").text());
    assertFalse(timeline.html().contains("alert('x')</script>"));
    assertFalse(timeline.html().contains("<script>alert"));
  }

  @Test
  void dataIsOneLinePerPartAndJoinsBothEndsOfAMessage() {
    Timeline timeline =
        new Timeline(
            LockRun.summary(),
            List.of(
                new TraceEvent(1_000, Kind.SENT, "client a", 8, "get <x>"),
                new TraceEvent(2_500, Kind.RECEIVED, "server 1", 8, "get <x>"),
                new TraceEvent(3_000, Kind.FAILURE, "network", 0, "no")));

    String json = new TimelineData(timeline, new Window(0, 3)).json();

    assertTrue(
        json.contains(
            """
            [[1000,"0.000 001 s",0,0,1,"1.5 µs",0,"get \\u003cx\\u003e"],\
            [2500,"0.000 002 s",1,2,0,"1.5 µs",0,"get \\u003cx\\u003e"],"""),
        json);
    assertTrue(
        json.contains(
            "\"lanes\":[[\"client a\",\"process\"],[\"network\",\"network\"],[\"server 1\",\"server\"]]"),
        json);
    assertTrue(json.endsWith("\"focus\":2}"), json);
  }

  @Test
  void ofTooManyEventsTheLastAreShownAndTheRestIsCounted() {
    Timeline timeline = manyThenFailure(12_000, 0);

    Markup page = parsed(timeline);

    assertTrue(page.first("html").text().contains("not shown: the first 7001"));
    assertFalse(page.byId("data").text().contains("\"turn 7000\""));
    assertTrue(page.byId("data").text().contains("\"turn 7001\""));
    assertTrue(page.byId("data").text().contains("it fails"));
  }

  @Test
  void theFailureIsShownHoweverMuchFollows() {
    Timeline timeline = manyThenFailure(100, 20_000);

    Markup page = parsed(timeline);

    assertTrue(page.first("html").text().contains("and the last 15101"));
    assertTrue(page.byId("data").text().contains("it fails"));
  }

  @Test
  void whatBeganBeforeTheCutStillHasItsBar() {
    List<TraceEvent> events = new ArrayList<>();
    events.add(new TraceEvent(0, Kind.STATE, "client a", 0, "CONNECTED"));
    events.add(new TraceEvent(1, Kind.FAULT, "network", 1, "cut"));
    events.add(new TraceEvent(2, Kind.HEALED, "network", 1, "healed"));
    events.add(new TraceEvent(3, Kind.NOTE, "client a", 0, "still here"));

    String json =
        new TimelineData(new Timeline(LockRun.summary(), events), new Window(3, 4)).json();

    assertTrue(json.contains("\"spans\":[[\"state\",0,-1,-1,\"CONNECTED\"]]"), json);
  }

  @Test
  void aRunWithoutEventsHasAPage() {
    RunSummary summary = new RunSummary(3, null, "again", List.of(), List.of());

    Markup page = parsed(new Timeline(summary, List.of()));

    assertEquals("Passed", page.first("h1").text());
    assertTrue(page.first("html").text().contains("No fault was injected."));
  }

  @Test
  void sameRunSamePage() {
    assertEquals(LockRun.timeline().html(), LockRun.timeline().html());
  }

  private static Timeline manyThenFailure(int before, int after) {
    List<TraceEvent> events = new ArrayList<>();
    for (int turn = 0; turn < before; turn++) {
      events.add(new TraceEvent(turn, Kind.NOTE, "client a", 0, "turn " + turn));
    }
    events.add(new TraceEvent(before, Kind.FAILURE, "client a", 0, "it fails"));
    for (int turn = 0; turn < after; turn++) {
      events.add(new TraceEvent(before + turn, Kind.NOTE, "client a", 0, "after " + turn));
    }
    return new Timeline(LockRun.summary(), events);
  }

  private static Markup parsed(Timeline timeline) {
    return new Markup(timeline.html());
  }
}
