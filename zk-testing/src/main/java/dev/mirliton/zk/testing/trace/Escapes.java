package dev.mirliton.zk.testing.trace;

import java.util.Locale;

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

  /** Returns what shows {@code text} as an element's or an attribute's content. */
  static String markup(String text) {
    return visible(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
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
