package dev.mirliton.zk.testing.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The elements of a page, read by the strict rules of XML: what is not closed, not quoted or not
 * escaped is an error.
 */
final class Markup {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<data><!\\[CDATA\\[(?<raw>.*?)]]>)"
              + "|(?<doctype><!DOCTYPE html>)"
              + "|</(?<end>[a-z0-9]+)>"
              + "|<(?<start>[a-z0-9]+)(?<attributes>(?:\\s+[a-z-]+=\"[^\"<&]*\")*)\\s*(?<empty>/?)>"
              + "|(?<text>[^<&]++|&(?:amp|lt|gt|quot|#39);)",
          Pattern.DOTALL);

  private final List<Element> elements = new ArrayList<>();

  /** An element, and the text in it and in all below it. */
  static final class Element {
    private final String tag;
    private final String attributes;
    private final StringBuilder text = new StringBuilder();

    private Element(String tag, String attributes) {
      this.tag = tag;
      this.attributes = attributes;
    }

    String text() {
      return text.toString();
    }
  }

  Markup(String page) {
    Deque<Element> open = new ArrayDeque<>();
    Matcher token = TOKEN.matcher(page);
    int at = 0;
    for (; at < page.length(); at = token.end()) {
      if (!token.region(at, page.length()).lookingAt()) {
        throw new AssertionError("not well-formed: " + page.substring(at).lines().findFirst());
      }
      read(token, open);
    }
    if (!open.isEmpty()) {
      throw new AssertionError("never closed: " + open.peek().tag);
    }
  }

  private void read(Matcher token, Deque<Element> open) {
    if (token.group("start") != null) {
      Element element = new Element(token.group("start"), token.group("attributes"));
      elements.add(element);
      if (token.group("empty").isEmpty()) {
        open.push(element);
      }
    } else if (token.group("end") != null) {
      if (open.isEmpty() || !open.pop().tag.equals(token.group("end"))) {
        throw new AssertionError("closed but not open: " + token.group("end"));
      }
    } else if (token.group("raw") != null) {
      open.forEach(element -> element.text.append(token.group("raw")));
    } else if (token.group("text") != null) {
      open.forEach(element -> element.text.append(unescaped(token.group("text"))));
    }
  }

  List<Element> all(String tag) {
    return elements.stream().filter(element -> element.tag.equals(tag)).toList();
  }

  Element first(String tag) {
    return all(tag).getFirst();
  }

  Element byId(String id) {
    return elements.stream()
        .filter(element -> element.attributes.contains(" id=\"" + id + "\""))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no element has the id " + id));
  }

  private static String unescaped(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }
}
