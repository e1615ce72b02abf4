package dev.mirliton.zk.testing.trace;

import java.util.ArrayList;
import java.util.List;

/** A timeline as text: what failed and how to repeat it, then the events. */
final class TimelineText {
  private static final String INDENT = "          ";

  private final Timeline timeline;
  private final TextLimits limits;

  TimelineText(Timeline timeline, TextLimits limits) {
    this.timeline = timeline;
    this.limits = limits;
  }

  String render() {
    List<String> lines = new ArrayList<>(summary(timeline.summary()));
    lines.add("");
    lines.addAll(
        timeline.events().isEmpty()
            ? List.of("nothing happened")
            : EventLines.of(timeline, limits));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> summary(RunSummary summary) {
    List<String> lines = new ArrayList<>();
    String failure = summary.failure();
    if (failure == null) {
      lines.add("passed");
    } else {
      lines.add("FAILED    " + Escapes.firstLine(failure));
      Escapes.furtherLines(failure).forEach(line -> lines.add(INDENT + line));
    }
    lines.add("seed      " + summary.seed());
    lines.add("repeat    " + Escapes.visible(summary.command()));
    lines.add("faults    " + (summary.faults().isEmpty() ? "none" : summary.faults().size()));
    summary.faults().forEach(fault -> lines.add(INDENT + planned(fault)));
    if (!summary.settings().isEmpty()) {
      lines.add("settings");
      summary
          .settings()
          .forEach(
              setting ->
                  lines.add(
                      INDENT
                          + Escapes.visible(setting.name())
                          + " = "
                          + Escapes.visible(setting.value())));
    }
    return lines;
  }

  private static String planned(RunSummary.ScheduledFault fault) {
    String lasting =
        fault.lasting().isZero() ? "" : " for " + Times.length(Times.nanos(fault.lasting()));
    return "at "
        + Times.moment(Times.nanos(fault.at()))
        + lasting
        + ": "
        + Escapes.visible(fault.what());
  }
}
