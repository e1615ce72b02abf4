package dev.mirliton.zk.examples.tour;

import java.util.List;
import java.util.Locale;

/** The handlers side by side. Immutable. */
public final class Comparison {
  private final List<Findings> chapters;

  /** Compares handlers that were measured alike: a column for each. */
  public Comparison(List<Findings> chapters) {
    this.chapters = List.copyOf(chapters);
  }

  /** Prints the table, and how to read it. */
  public void print(Story story) {
    story.chapter("the handlers side by side, as measured just now");
    StringBuilder heading = new StringBuilder("%-54s".formatted(""));
    chapters.forEach(chapter -> heading.append("%12s".formatted(chapter.handler())));
    story.say("%s", heading);
    for (String row : chapters.get(0).rows()) {
      StringBuilder line = new StringBuilder("%-54s".formatted(row));
      chapters.forEach(chapter -> line.append("%12s".formatted(cell(chapter.value(row)))));
      story.say("%s", line);
    }
    story.say("");
    story.say("Virtual threads are not counted: they share the JVM's carriers, by default one for");
    story.say("each processor, here %d.", Runtime.getRuntime().availableProcessors());
    story.say("Server and clients share this machine and this JVM, so gets per second say more of");
    story.say("the server than of the client. What the client costs is measured in zk-bench.");
    story.say("");
  }

  private static String cell(double value) {
    return String.format(Locale.ROOT, value < 10 && value % 1 != 0 ? "%.1f" : "%,.0f", value);
  }
}
