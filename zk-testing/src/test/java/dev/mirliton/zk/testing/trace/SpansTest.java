package dev.mirliton.zk.testing.trace;

import static dev.mirliton.zk.testing.trace.Span.NO_END;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.testing.trace.TraceEvent.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpansTest {
  private final List<TraceEvent> events = new ArrayList<>();

  @Test
  void aStateLastsUntilTheNextOfItsLane() {
    on(Kind.STATE, "a", 0, "CONNECTED");
    on(Kind.STATE, "b", 0, "CONNECTED");
    on(Kind.STATE, "a", 0, "SUSPENDED");

    assertSpans(
        new Span(Span.Sort.STATE, "a", 0, 2),
        new Span(Span.Sort.STATE, "b", 1, NO_END),
        new Span(Span.Sort.STATE, "a", 2, NO_END));
  }

  @Test
  void aCrashEndsARoleAndAnotherFaultDoesNot() {
    on(Kind.ELECTION, "server 1", 0, "leader");
    on(Kind.ELECTION, "server 2", 0, "follower");
    on(Kind.FAULT, "server 1", 1, "crash of server 1");
    on(Kind.FAULT, "server 2", 2, "stall of server 2");

    assertSpans(
        new Span(Span.Sort.ROLE, "server 1", 0, 2),
        new Span(Span.Sort.ROLE, "server 2", 1, NO_END),
        new Span(Span.Sort.FAULT, "server 1", 2, NO_END),
        new Span(Span.Sort.FAULT, "server 2", 3, NO_END));
  }

  @Test
  void faultsThatOverlapAreHealedByTheirNumbers() {
    on(Kind.FAULT, "network", 1, "cut a");
    on(Kind.FAULT, "network", 2, "cut b");
    on(Kind.HEALED, "network", 1, "a");
    on(Kind.HEALED, "network", 2, "b");

    assertSpans(
        new Span(Span.Sort.FAULT, "network", 0, 2), new Span(Span.Sort.FAULT, "network", 1, 3));
  }

  @Test
  void aSessionLastsUntilItIsOver() {
    on(Kind.SESSION, "a", 7, "0x7 opened");
    on(Kind.SESSION, "a", 8, "0x8 opened");
    on(Kind.SESSION, "a", 7, "0x7 resumed");
    on(Kind.SESSION, "a", 7, "0x7 expired");

    assertSpans(
        new Span(Span.Sort.SESSION, "a", 0, 3), new Span(Span.Sort.SESSION, "a", 1, NO_END));
  }

  @Test
  void twoNotesOfOneNumberAreTheEndsOfOneThing() {
    on(Kind.NOTE, "a", 1, "takes");
    on(Kind.NOTE, "a", 0, "writes");
    on(Kind.NOTE, "b", 1, "takes");
    on(Kind.NOTE, "a", 1, "gives back");

    assertSpans(new Span(Span.Sort.NOTE, "a", 0, 3), new Span(Span.Sort.NOTE, "b", 2, NO_END));
  }

  private void on(Kind kind, String lane, long number, String text) {
    events.add(new TraceEvent(events.size(), kind, lane, number, text));
  }

  private void assertSpans(Span... expected) {
    assertEquals(List.of(expected), Spans.of(events));
  }
}
