package dev.mirliton.zk.testing.trace;

import java.util.List;

/**
 * One simulated run, from its first event to its last, to be read by a human: as text in a log, or
 * as a page in a browser. What is shown depends on nothing else, so the same run looks the same
 * again, byte for byte.
 *
 * @param summary what is said first
 * @param events in the order of their time
 * @since 0.1
 */
public record Timeline(RunSummary summary, List<TraceEvent> events) {

  /** Takes a copy of {@code events}, and checks that time does not run backwards in it. */
  public Timeline {
    events = List.copyOf(events);
    for (int index = 1; index < events.size(); index++) {
      if (events.get(index).timeNanos() < events.get(index - 1).timeNanos()) {
        throw new IllegalArgumentException(
            "events must be in the order of their time but number "
                + index
                + " is not: "
                + events.get(index));
      }
    }
  }

  /** Returns the run as lines of text, with the {@linkplain TextLimits#standard() usual} limits. */
  public String text() {
    return text(TextLimits.standard());
  }

  /** Returns the run as lines of text, none longer than needed, all ended with a line feed. */
  public String text(TextLimits limits) {
    return new TimelineText(this, limits).render();
  }

  /**
   * Returns the run as one page of HTML with swim lanes. It needs no network and no other file. It
   * shows the last few thousand events up to the failure, and says what it left out.
   */
  public String html() {
    return new TimelinePage(this).render();
  }

  /** Where the first failure is, or the last event; minus one when there are no events. */
  int focus() {
    for (int index = 0; index < events.size(); index++) {
      if (events.get(index).kind() == TraceEvent.Kind.FAILURE) {
        return index;
      }
    }
    return events.size() - 1;
  }
}
