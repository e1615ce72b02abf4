package dev.mirliton.zk.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the README and the guide's page on simulation quote is what compiles and runs here. A
 * quotation is a fenced block of Java right below {@code <!-- from path/of/Source.java#name -->};
 * its original stands in the source between {@code // snippet: name} and {@code // end}.
 */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");
  private static final Path README = ROOT.resolve("README.md");
  private static final Path SIMULATION = ROOT.resolve("docs/guide/simulation.md");
  private static final Path SOURCES = Path.of("src");
  private static final Pattern ORIGIN = Pattern.compile("<!-- from (\\S+)#(\\S+) -->");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)");
  private static final String FENCE = "```";
  private static final String MARK = "// snippet: ";

  /** A block of Java in a document; {@code origin} is the line above it. */
  private record Quotation(Path document, String origin, List<String> lines) {

    boolean hasOrigin() {
      return ORIGIN.matcher(origin).matches();
    }

    String source() {
      return part(1);
    }

    String name() {
      return part(2);
    }

    private String part(int group) {
      Matcher matcher = ORIGIN.matcher(origin);
      assertTrue(
          matcher.matches(),
          () -> document + ": no <!-- from …#… --> above the block that begins " + lines.get(0));
      return matcher.group(group);
    }
  }

  @Test
  void everyQuotationIsAsInItsSource() throws IOException {
    List<Quotation> quotations = quotations();

    assertFalse(quotations.isEmpty(), "no document quotes any Java");
    for (Quotation quotation : quotations) {
      assertEquals(
          String.join("\n", snippet(quotation.source(), quotation.name())),
          String.join("\n", quotation.lines()),
          quotation.document() + " differs from " + quotation.source() + "#" + quotation.name());
    }
  }

  @Test
  void everySnippetIsQuoted() throws IOException {
    TreeSet<String> marked = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        for (String line : Files.readAllLines(file)) {
          if (line.strip().startsWith(MARK)) {
            marked.add(file.getFileName() + "#" + line.strip().substring(MARK.length()));
          }
        }
      }
    }
    TreeSet<String> quoted = new TreeSet<>();
    for (Quotation quotation : quotations()) {
      quoted.add(Path.of(quotation.source()).getFileName() + "#" + quotation.name());
    }

    assertEquals(marked, quoted);
  }

  @Test
  void everyLinkIntoTheRepositoryLeadsSomewhere() throws IOException {
    Matcher links = LINK.matcher(Files.readString(README));
    while (links.find()) {
      String target = links.group(1);
      if (!target.contains("://")) {
        assertTrue(Files.exists(ROOT.resolve(target)), () -> "README.md: no such file: " + target);
      }
    }
  }

  /** In the README every block is a quotation; the guide has others too, which are tested there. */
  private static List<Quotation> quotations() throws IOException {
    List<Quotation> found = new ArrayList<>(blocks(README));
    found.addAll(blocks(SIMULATION).stream().filter(Quotation::hasOrigin).toList());
    return found;
  }

  private static List<Quotation> blocks(Path document) throws IOException {
    assertTrue(Files.exists(document), () -> "there is no " + document);
    List<String> lines = Files.readAllLines(document);
    List<Quotation> found = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).equals(FENCE + "java")) {
        int begin = i + 1;
        int end = lines.subList(begin, lines.size()).indexOf(FENCE) + begin;
        assertTrue(end >= begin, document + ": a block of Java has no end");
        found.add(new Quotation(document, lines.get(i - 1), lines.subList(begin, end)));
        i = end;
      }
    }
    return found;
  }

  private static List<String> snippet(String source, String name) throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve(source));
    List<String> stripped = lines.stream().map(String::strip).toList();
    int begin = stripped.indexOf(MARK + name) + 1;
    assertTrue(begin > 0, () -> "no '" + MARK + name + "' in " + source);
    int end = stripped.subList(begin, lines.size()).indexOf("// end") + begin;
    assertTrue(end >= begin, () -> "no '// end' below '" + MARK + name + "' in " + source);
    String block = String.join("\n", lines.subList(begin, end));
    return block.stripIndent().lines().toList();
  }
}
