package dev.mirliton.zk.testing.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds what lasted among the events of a run. */
final class Spans {
  private static final Pattern OVER = Pattern.compile("\\b(closed|expired|moved)\\b");

  /** Two of the same key are one thing; zero is the number of what a lane has one of at a time. */
  private record Key(Span.Sort sort, String lane, long number) {}

  // In the order of opening, since what is left at the end is listed.
  private final Map<Key, Span> open = new LinkedHashMap<>();
  private final List<Span> closed = new ArrayList<>();

  private Spans() {}

  /** Returns what lasted, in the order of beginning. */
  static List<Span> of(List<TraceEvent> events) {
    Spans spans = new Spans();
    for (int index = 0; index < events.size(); index++) {
      spans.see(events.get(index), index);
    }
    List<Span> all = new ArrayList<>(spans.closed);
    all.addAll(spans.open.values());
    all.sort(Comparator.comparingInt(Span::from));
    return List.copyOf(all);
  }

  private void see(TraceEvent event, int index) {
    switch (event.kind()) {
      case STATE -> next(new Key(Span.Sort.STATE, event.lane(), 0), index);
      case ELECTION -> next(new Key(Span.Sort.ROLE, event.lane(), 0), index);
      case FAULT -> fault(event, index);
      case HEALED -> end(new Key(Span.Sort.FAULT, event.lane(), event.message()), index);
      case SESSION -> session(event, index);
      case NOTE -> note(event, index);
      case SENT, RECEIVED, LOST, CONNECTED, DISCONNECTED, FAILURE -> {}
    }
  }

  private void fault(TraceEvent event, int index) {
    next(new Key(Span.Sort.FAULT, event.lane(), event.message()), index);
    if (event.text().startsWith("crash")) {
      end(new Key(Span.Sort.STATE, event.lane(), 0), index);
      end(new Key(Span.Sort.ROLE, event.lane(), 0), index);
    }
  }

  private void session(TraceEvent event, int index) {
    Key key = new Key(Span.Sort.SESSION, event.lane(), event.message());
    if (OVER.matcher(event.text()).find()) {
      end(key, index);
    } else if (event.message() != 0 && !open.containsKey(key)) {
      begin(key, index);
    }
  }

  private void note(TraceEvent event, int index) {
    Key key = new Key(Span.Sort.NOTE, event.lane(), event.message());
    if (open.containsKey(key)) {
      end(key, index);
    } else if (event.message() != 0) {
      begin(key, index);
    }
  }

  private void next(Key key, int index) {
    end(key, index);
    begin(key, index);
  }

  private void begin(Key key, int index) {
    open.put(key, new Span(key.sort(), key.lane(), index, Span.NO_END));
  }

  private void end(Key key, int index) {
    Span span = open.remove(key);
    if (span != null) {
      closed.add(span.endedAt(index));
    }
  }
}
