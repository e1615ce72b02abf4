package dev.mirliton.zk.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LinksTest {
  private static final Pattern ERROR_LINK = Pattern.compile("docs/errors\\.md#([\\p{Alnum}_-]+)");

  private final Repository repository = Repository.here();

  @Test
  void linksLeadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    int checked = 0;
    for (Markdown document : repository.documents()) {
      for (String link : document.links()) {
        if (!link.contains(":")) {
          checked++;
          if (!leadsSomewhere(document, link)) {
            broken.add(repository.root().relativize(document.file()) + " → " + link);
          }
        }
      }
    }

    assertEquals(List.of(), broken);
    assertFalse(checked == 0, "no document has a link: the check is broken");
  }

  @Test
  void errorsNamedInSourcesAreExplained() throws IOException {
    Set<String> named = new TreeSet<>();
    for (Path file : repository.files("", ".java")) {
      if (file.toString().contains("/src/main/")) {
        Matcher link = ERROR_LINK.matcher(Files.readString(file));
        while (link.find()) {
          named.add(link.group(1));
        }
      }
    }
    Set<String> explained = Markdown.read(repository.root().resolve("docs/errors.md")).anchors();

    assertFalse(named.isEmpty(), "no source names an error: the check is broken");
    named.removeAll(explained);
    assertEquals(Set.of(), named);
  }

  @Test
  void linksAndHeadingsAreFound() {
    Markdown parsed =
        Markdown.parse(
            Path.of("a.md"),
            """
            # First: `one`, again
            A [link](b.md#there), `[none](c.md)`, and a [broken
            one](#here).
            ```java
            # not a heading [nor](a-link.md)
            ```
            ## Twice
            ## Twice
            """
                .lines()
                .toList());

    assertEquals(List.of("b.md#there", "#here"), parsed.links());
    assertEquals(Set.of("first-one-again", "twice", "twice-1"), parsed.anchors());
    assertEquals(5, parsed.snippets().get(0).line());
  }

  private static boolean leadsSomewhere(Markdown from, String link) throws IOException {
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    Path target = path.isEmpty() ? from.file() : from.file().resolveSibling(path).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return hash < 0 || Markdown.read(target).anchors().contains(link.substring(hash + 1));
  }
}
