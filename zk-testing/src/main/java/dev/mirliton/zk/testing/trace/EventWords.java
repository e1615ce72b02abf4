package dev.mirliton.zk.testing.trace;

import java.util.List;
import java.util.Locale;

/** An event in words, with what is known of its other end. */
final class EventWords {
  private static final int LETTERS = 500;

  private final List<TraceEvent> events;
  private final Messages messages;

  EventWords(List<TraceEvent> events, Messages messages) {
    this.events = events;
    this.messages = messages;
  }

  /** Whether the other end's line says it all. */
  boolean isToldElsewhere(int index) {
    TraceEvent event = events.get(index);
    return event.isMessage() && event.kind() != TraceEvent.Kind.SENT && messages.isJoined(index);
  }

  String of(int index) {
    TraceEvent event = events.get(index);
    String text = Escapes.visible(Escapes.clipped(event.text(), LETTERS));
    return switch (event.kind()) {
      case SENT -> sent(index, text);
      case RECEIVED -> "<- " + from(index) + text;
      case LOST -> "lost: " + from(index) + text;
      case NOTE -> text;
      case FAILURE -> "FAILED: " + text;
      case CONNECTED, DISCONNECTED, STATE, FAULT, HEALED, ELECTION, SESSION ->
          event.kind().name().toLowerCase(Locale.ROOT) + ": " + text;
    };
  }

  private String sent(int index, String text) {
    if (!messages.isJoined(index)) {
      return "-> " + text + " (not seen to arrive)";
    }
    TraceEvent end = events.get(messages.peer(index));
    String how =
        end.kind() == TraceEvent.Kind.LOST
            ? "lost"
            : "arrives after " + Times.length(end.timeNanos() - events.get(index).timeNanos());
    return "-> " + Escapes.visible(end.lane()) + ": " + text + " (" + how + ")";
  }

  private String from(int index) {
    return messages.isJoined(index)
        ? Escapes.visible(events.get(messages.peer(index)).lane()) + ": "
        : "";
  }
}
