package dev.mirliton.zk.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every test that the page on conformance names is there, and every row names one or says why. */
class ConformanceTest {
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*Test)(?:#(\\w+))?`");
  private static final Pattern ROW = Pattern.compile("\\| ([A-Z]?\\d+) \\| .* \\| (.*) \\|");
  private static final int FEWEST_ROWS = 80; // a page that is not read at all would pass

  private final Map<String, String> sources = new HashMap<>();

  private void readTests() throws IOException {
    for (Path file : Repository.here().files("", "Test.java")) {
      String name = String.valueOf(file.getFileName());
      sources.merge(name.substring(0, name.length() - 5), Files.readString(file), String::concat);
    }
  }

  private String missing(String test, String method) {
    String source = sources.get(test);
    if (source == null) {
      return test;
    }
    boolean isThere =
        method == null || Pattern.compile("\\b" + method + "\\(").matcher(source).find();
    return isThere ? "" : test + "#" + method;
  }

  @Test
  void everyTestNamedIsThere() throws IOException {
    readTests();
    List<String> wrong = new ArrayList<>();
    int rows = 0;
    for (String line :
        Files.readAllLines(Repository.here().root().resolve("docs/conformance.md"))) {
      Matcher row = ROW.matcher(line);
      if (!row.matches()) {
        continue;
      }
      rows++;
      String held = row.group(2).strip();
      Matcher named = NAMED.matcher(held);
      boolean isHeld = false;
      while (named.find()) {
        isHeld = true;
        String lost = missing(named.group(1), named.group(2));
        if (!lost.isEmpty()) {
          wrong.add(row.group(1) + " names " + lost);
        }
      }
      if (!isHeld && !held.startsWith("no:")) {
        wrong.add(row.group(1) + " names no test and gives no reason");
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(rows >= FEWEST_ROWS, rows + " rows");
  }
}
