package dev.mirliton.zk.it.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A document, taken apart as far as our checks need it.
 *
 * @param file where it is
 * @param links what its links point to
 * @param anchors the fragments by which its headings can be linked to
 * @param snippets its blocks of Java, but for those that are quoted from a source that is compiled
 */
record Markdown(Path file, List<String> links, Set<String> anchors, List<Snippet> snippets) {
  private static final Pattern HEADING = Pattern.compile("#{1,6} (.*)");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final String QUOTATION = "<!-- from ";
  private static final Pattern CODE = Pattern.compile("`[^`]*`");

  /**
   * A block of Java.
   *
   * @param line the number of its first line, from 1
   */
  record Snippet(int line, String code) {}

  static Markdown read(Path file) throws IOException {
    return parse(file, Files.readAllLines(file));
  }

  static Markdown parse(Path file, List<String> lines) {
    List<String> links = new ArrayList<>();
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    List<Snippet> snippets = new ArrayList<>();
    StringBuilder prose = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("```")) {
        int first = i + 1;
        StringBuilder code = new StringBuilder();
        while (++i < lines.size() && !lines.get(i).startsWith("```")) {
          code.append(lines.get(i)).append('\n');
        }
        boolean isQuoted = first > 1 && lines.get(first - 2).startsWith(QUOTATION);
        if (line.equals("```java") && !isQuoted) {
          snippets.add(new Snippet(first + 1, code.toString()));
        }
        continue;
      }
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        String slug = slug(heading.group(1));
        int before = seen.merge(slug, 1, Integer::sum) - 1;
        anchors.add(before == 0 ? slug : slug + "-" + before);
      }
      prose.append(line).append('\n');
    }
    // Links may be broken across lines; what is between backticks is none.
    Matcher link = LINK.matcher(CODE.matcher(prose).replaceAll("code"));
    while (link.find()) {
      links.add(link.group(1));
    }
    return new Markdown(file, links, anchors, snippets);
  }

  /** Returns the fragment that hosts of Markdown give to a heading. */
  private static String slug(String heading) {
    return heading
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
