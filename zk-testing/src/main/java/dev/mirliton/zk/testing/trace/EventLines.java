package dev.mirliton.zk.testing.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The events of a run as lines. Long before the failure, arrivals are told where the message was
 * sent, and pings and what resembles the lines just above are counted instead of shown.
 */
final class EventLines {
  private static final int NOT_WORTH_FOLDING = 2;
  private static final int REMEMBERED = 8;
  private static final long QUIET_NANOS = 1_000_000_000;

  private final List<TraceEvent> events;
  private final Messages messages;
  private final EventWords words;
  private final int timeWidth;
  private final int laneWidth;
  private final List<String> lines = new ArrayList<>();
  private final List<Integer> folded = new ArrayList<>();
  private final Deque<String> recentShapes = new ArrayDeque<>();
  private long lastNanos;
  private int focusLine;

  private EventLines(List<TraceEvent> events) {
    this.events = events;
    this.messages = new Messages(events);
    this.words = new EventWords(events, messages);
    this.timeWidth = events.isEmpty() ? 0 : Times.moment(events.getLast().timeNanos()).length();
    this.laneWidth =
        events.stream().mapToInt(event -> Escapes.visible(event.lane()).length()).max().orElse(0);
  }

  /** Returns the lines, at most {@code limits.lines()} and those that say what was left out. */
  static List<String> of(Timeline timeline, TextLimits limits) {
    EventLines all = new EventLines(timeline.events());
    all.write(timeline.focus(), Times.nanos(limits.inFull()));
    return all.limitedTo(limits.lines());
  }

  private void write(int focus, long inFullNanos) {
    for (int index = 0; index < events.size(); index++) {
      TraceEvent event = events.get(index);
      boolean inFull = event.timeNanos() >= events.get(focus).timeNanos() - inFullNanos;
      if (inFull || !isRoutine(event)) {
        unfold();
        writeLine(index);
      } else if (!words.isToldElsewhere(index)) {
        foldOrWrite(index);
      }
      if (index == focus) {
        focusLine = lines.size() - 1;
      }
    }
    unfold();
  }

  private void foldOrWrite(int index) {
    TraceEvent event = events.get(index);
    if (messages.isDullPing(index)) {
      folded.add(index);
      return;
    }
    String shape = event.kind() + " " + event.lane() + " " + event.text().replaceAll("\\d+", "#");
    if (recentShapes.contains(shape)) {
      folded.add(index);
      return;
    }
    unfold();
    writeLine(index);
    recentShapes.addLast(shape);
    if (recentShapes.size() > REMEMBERED) {
      recentShapes.removeFirst();
    }
  }

  /** Writes what was held back: in full when it is short, else how much it is. */
  private void unfold() {
    if (folded.size() <= NOT_WORTH_FOLDING) {
      folded.forEach(this::writeLine);
    } else {
      long pings = folded.stream().filter(messages::isDullPing).count();
      long alike = folded.size() - pings;
      List<String> parts = new ArrayList<>();
      if (pings > 0) {
        parts.add(pings + (pings == 1 ? " ping" : " pings"));
      }
      if (alike > 0) {
        parts.add(alike + " more like those above");
      }
      long end = events.get(folded.getLast()).timeNanos();
      lines.add(aside(String.join(", ", parts) + ", for " + Times.length(end - lastNanos)));
      lastNanos = end;
    }
    folded.clear();
  }

  private void writeLine(int index) {
    TraceEvent event = events.get(index);
    if (event.timeNanos() - lastNanos >= QUIET_NANOS) {
      lines.add(aside("quiet for " + Times.length(event.timeNanos() - lastNanos)));
    }
    lastNanos = event.timeNanos();
    lines.add(
        padded(Times.moment(event.timeNanos()), timeWidth, true)
            + "  "
            + padded(Escapes.visible(event.lane()), laneWidth, false)
            + "  "
            + words.of(index));
  }

  private List<String> limitedTo(int limit) {
    Window window = Window.of(lines.size(), focusLine, limit);
    List<String> shown = new ArrayList<>(lines.subList(window.from(), window.to()));
    if (window.from() > 0) {
      shown.addFirst(aside(window.from() + " earlier lines left out"));
    }
    if (window.to() < lines.size()) {
      shown.add(aside(lines.size() - window.to() + " later lines left out"));
    }
    return shown;
  }

  /** What is known to be dull: only messages and connections are ever folded. */
  private static boolean isRoutine(TraceEvent event) {
    return event.isMessage()
        || event.kind() == TraceEvent.Kind.CONNECTED
        || event.kind() == TraceEvent.Kind.DISCONNECTED;
  }

  private String aside(String text) {
    return " ".repeat(timeWidth) + "  … " + text;
  }

  private static String padded(String text, int width, boolean right) {
    String spaces = " ".repeat(Math.max(0, width - text.length()));
    return right ? spaces + text : text + spaces;
  }
}
