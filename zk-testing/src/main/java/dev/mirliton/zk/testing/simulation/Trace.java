package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.testing.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What happened in a run: always as one number, that two equal runs share, and on demand as events
 * for a reader.
 */
final class Trace {
  private final boolean recording;
  private final List<TraceEvent> events = new ArrayList<>();
  private long hash = 1;

  /**
   * Creates an empty trace.
   *
   * @param recording whether events are kept
   */
  Trace(boolean recording) {
    this.recording = recording;
  }

  boolean isRecording() {
    return recording;
  }

  /** Takes a number into the hash; order matters. */
  void mix(long number) {
    hash = Chance.mixed(hash * 31 + number);
  }

  /** Returns the number that equal runs share. */
  long hash() {
    return hash;
  }

  /** Keeps an event, if events are kept; the hash is not touched. */
  void record(
      long timeNanos, TraceEvent.Kind kind, String lane, long message, Supplier<String> text) {
    if (recording) {
      events.add(new TraceEvent(timeNanos, kind, lane, message, text.get()));
    }
  }

  List<TraceEvent> events() {
    return events;
  }
}
