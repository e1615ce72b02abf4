package dev.mirliton.zk.testing.trace;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Text that others chose, such as node names, made harmless for where it is shown. */
final class Escapes {
  private Escapes() {}

  /**
   * Returns text of one line in which everything can be seen: what would break a line, vanish, or
   * turn the direction of reading stands there as its number.
   */
  static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (isTreacherous(point)) {
                visible.append(String.format(Locale.ROOT, "\\u%04x", point));
              } else {
                visible.appendCodePoint(point);
              }
            });
    return visible.toString();
  }

  private static boolean isTreacherous(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  /** Returns the first line of {@code text}, made visible. */
  static String firstLine(String text) {
    return text.lines().findFirst().map(Escapes::visible).orElse("");
  }

  /** Returns the other lines of {@code text}, made visible. */
  static List<String> furtherLines(String text) {
    return text.lines().skip(1).map(Escapes::visible).toList();
  }

  /** Returns {@code text}, or its beginning and how much is missing when it is very long. */
  static String clipped(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    return text.substring(0, limit) + "… (" + (text.length() - limit) + " more characters)";
  }

  /** Returns what shows {@code text} as an element's or an attribute's content. */
  static String markup(String text) {
    return visible(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** Returns lines as the content of one element that keeps them apart. */
  static String markup(List<String> lines) {
    return lines.stream().map(Escapes::markup).collect(Collectors.joining("\n"));
  }

  /**
   * Returns {@code text} as a JSON string that may stand inside a script element, whether the page
   * is read as HTML or as XML.
   */
  static String json(String text) {
    String escaped =
        visible(text)
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("<", "\\u003c")
            .replace(">", "\\u003e")
            .replace("&", "\\u0026");
    return '"' + escaped + '"';
  }
}
