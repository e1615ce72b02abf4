package dev.mirliton.zk.testing.trace;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A timeline as a page: a template, the events as data, and scripts that draw what is in sight.
 *
 * <p>The page is HTML that is well-formed XML as well, so that a test can tell that nothing in it
 * escaped from where it was put. It forbids itself every connection.
 */
final class TimelinePage {
  private static final int EVENTS = 5_000;
  private static final int TEXT_LINES = 1_000;
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z.-]+)}}");

  private final Timeline timeline;
  private final RunSummary summary;

  TimelinePage(Timeline timeline) {
    this.timeline = timeline;
    this.summary = timeline.summary();
  }

  String render() {
    TextLimits limits = new TextLimits(TextLimits.standard().inFull(), TEXT_LINES);
    Window window = Window.of(timeline.events().size(), timeline.focus(), EVENTS);
    return filled(
        resource("timeline.html"),
        Map.ofEntries(
            Map.entry("title", Escapes.markup(verdict() + " (seed " + summary.seed() + ")")),
            Map.entry("outcome", summary.failure() == null ? "passed" : "failed"),
            Map.entry("verdict", Escapes.markup(verdict())),
            Map.entry("focus", summary.failure() == null ? "End" : "Failure"),
            Map.entry("more", more()),
            Map.entry("seed", Long.toString(summary.seed())),
            Map.entry("command", Escapes.markup(summary.command())),
            Map.entry("extent", Escapes.markup(extent(window))),
            Map.entry("faults", faults()),
            Map.entry("settings", settings()),
            Map.entry("text", textAsMarkup(limits)),
            Map.entry("data", new TimelineData(timeline, window).json()),
            Map.entry("timeline.css", resource("timeline.css")),
            Map.entry("layout.js", resource("layout.js")),
            Map.entry("drawing.js", resource("drawing.js")),
            Map.entry("page.js", resource("page.js"))));
  }

  private String verdict() {
    String failure = summary.failure();
    return failure == null ? "Passed" : Escapes.firstLine(failure);
  }

  private String more() {
    String failure = summary.failure();
    List<String> lines = failure == null ? List.of() : Escapes.furtherLines(failure);
    return lines.isEmpty() ? "" : "<pre>" + Escapes.markup(lines) + "</pre>";
  }

  private String extent(Window window) {
    int total = timeline.events().size();
    if (total == 0) {
      return "nothing happened";
    }
    String all = total + " events in " + Times.moment(timeline.events().getLast().timeNanos());
    int before = window.from();
    int after = total - window.to();
    if (before == 0 && after == 0) {
      return all;
    }
    return all + "; not shown: the first " + before + (after == 0 ? "" : " and the last " + after);
  }

  private String faults() {
    if (summary.faults().isEmpty()) {
      return "<p class=\"none\">No fault was injected.</p>";
    }
    return summary.faults().stream()
        .map(
            fault ->
                row(
                    Times.moment(Times.nanos(fault.at())),
                    fault.lasting().isZero()
                        ? "at once"
                        : Times.length(Times.nanos(fault.lasting())),
                    fault.what()))
        .collect(
            Collectors.joining(
                "",
                "<table><thead><tr><th>at</th><th>for</th><th>fault</th></tr></thead><tbody>",
                "</tbody></table>"));
  }

  private String settings() {
    return summary.settings().stream()
        .map(setting -> row(setting.name(), setting.value()))
        .collect(Collectors.joining("", "<table><tbody>", "</tbody></table>"));
  }

  private static String row(String... cells) {
    StringBuilder row = new StringBuilder("<tr>");
    for (String cell : cells) {
      row.append("<td>").append(Escapes.markup(cell)).append("</td>");
    }
    return row.append("</tr>").toString();
  }

  private String textAsMarkup(TextLimits limits) {
    return Escapes.markup(timeline.text(limits).lines().toList());
  }

  /** Fills the template in one pass, so that what is filled in is never taken for a template. */
  private static String filled(String template, Map<String, String> values) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(
            place ->
                Matcher.quoteReplacement(
                    Objects.requireNonNull(values.get(place.group(1)), place.group())));
  }

  private static String resource(String name) {
    try (InputStream bytes = TimelinePage.class.getResourceAsStream(name)) {
      if (bytes == null) {
        throw new IllegalStateException("missing from this module: " + name);
      }
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
