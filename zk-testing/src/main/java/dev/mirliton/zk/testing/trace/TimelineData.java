package dev.mirliton.zk.testing.trace;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the page's scripts are told, as JSON:
 *
 * <pre>
 * lanes    [name, sort]
 * kinds    names, to which the events refer by number
 * events   [time in ns, time in words, kind, lane, other end or -1, transit or "", ping 0/1, text]
 * spans    [sort, lane, from, to or -1, text]
 * focus    the event to open at
 * </pre>
 *
 * All events are counted from the first one shown; what is not shown is -1 as another end, and as a
 * span's beginning.
 */
final class TimelineData {
  private static final int LETTERS = 2_000;

  private final Timeline timeline;
  private final Window window;
  private final List<TraceEvent> all;
  private final List<String> lanes;
  private final Messages messages;

  TimelineData(Timeline timeline, Window window) {
    this.timeline = timeline;
    this.window = window;
    this.all = timeline.events();
    this.lanes = new Lanes(all).names();
    this.messages = new Messages(all);
  }

  String json() {
    return "{\"lanes\":"
        + array(lanes.stream().map(this::lane).toList())
        + ",\n\"kinds\":"
        + array(
            IntStream.range(0, TraceEvent.Kind.values().length)
                .mapToObj(kind -> Escapes.json(lower(TraceEvent.Kind.values()[kind])))
                .toList())
        + ",\n\"events\":"
        + array(IntStream.range(window.from(), window.to()).mapToObj(this::event).toList())
        + ",\n\"spans\":"
        + array(Spans.of(all).stream().filter(this::isShown).map(this::span).toList())
        + ",\n\"focus\":"
        + (timeline.focus() - window.from())
        + "}";
  }

  private String lane(String name) {
    return array(List.of(Escapes.json(name), Escapes.json(lower(Lanes.Sort.of(name)))));
  }

  private String event(int index) {
    TraceEvent event = all.get(index);
    return array(
        List.of(
            Long.toString(event.timeNanos()),
            Escapes.json(Times.moment(event.timeNanos())),
            Integer.toString(event.kind().ordinal()),
            Integer.toString(lanes.indexOf(event.lane())),
            Integer.toString(relative(messages.peer(index))),
            Escapes.json(transit(index)),
            messages.isDullPing(index) ? "1" : "0",
            Escapes.json(Escapes.clipped(event.text(), LETTERS))));
  }

  private String transit(int index) {
    if (!messages.isJoined(index)) {
      return "";
    }
    long nanos = all.get(messages.peer(index)).timeNanos() - all.get(index).timeNanos();
    return Times.length(Math.abs(nanos));
  }

  private boolean isShown(Span span) {
    boolean endsBefore = span.to() != Span.NO_END && span.to() < window.from();
    return !endsBefore && span.from() < window.to();
  }

  private String span(Span span) {
    return array(
        List.of(
            Escapes.json(lower(span.sort())),
            Integer.toString(lanes.indexOf(span.lane())),
            Integer.toString(relative(span.from())),
            Integer.toString(relative(span.to())),
            Escapes.json(Escapes.clipped(all.get(span.from()).text(), LETTERS))));
  }

  private int relative(int index) {
    return index < window.from() || index >= window.to() ? -1 : index - window.from();
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String array(List<String> elements) {
    return elements.stream().collect(Collectors.joining(",", "[", "]"));
  }
}
