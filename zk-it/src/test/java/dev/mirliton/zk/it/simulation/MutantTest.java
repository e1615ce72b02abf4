package dev.mirliton.zk.it.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MutantTest {
  private static final String HEART =
      "--- zk-protocol dev/mirliton/zk/protocol/session/Heartbeat.java\n";
  private static final String SENT = "--- before\n  void sent(long nowNs) {\n";

  private static Mutant parse(String text) {
    return MutantText.parse("sick", text.lines().toList());
  }

  private static String refusal(String text) {
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> parse(text).plant());
    return String.valueOf(refused.getMessage());
  }

  private static void assertSaid(String message, String... parts) {
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void textIsRead() {
    Mutant mutant =
        parse(
            """
            Nothing
            works.

            --- zk-protocol a/A.java
            --- before
              one
            --- after
              two
              three
            --- before
            four
            --- after
            --- zk-recipes b/B.java
            --- before
            five

            six
            --- after
            seven
            """);

    SourceFile a = new SourceFile("zk-protocol", "a/A.java");
    SourceFile b = new SourceFile("zk-recipes", "b/B.java");
    assertEquals("Nothing works.", mutant.wrong());
    assertEquals(
        List.of(
            new Edit(a, List.of("  one"), List.of("  two", "  three")),
            new Edit(a, List.of("four"), List.of()),
            new Edit(b, List.of("five", "", "six"), List.of("seven"))),
        mutant.edits());
  }

  @Test
  void editReplacesWholeLines() {
    Edit edit = new Edit(new SourceFile("m", "A.java"), List.of("b", "c"), List.of("x"));

    assertEquals(List.of("a", "x", "b", " c"), edit.applyTo(List.of("a", "b", "c", "b", " c")));
  }

  @Test
  void linesThatAreGoneAreNamed() {
    String said = refusal("Bad.\n" + HEART + "--- before\n  void shout() {\n--- after\n");

    assertSaid(
        said,
        "mutant sick",
        "must be renewed",
        "do not occur in zk-protocol",
        "Heartbeat.java",
        "void shout() {");
  }

  @Test
  void linesThatOccurTwiceAreNamed() {
    String said = refusal("Bad.\n" + HEART + "--- before\n  }\n--- after\n");

    assertSaid(said, "mutant sick", "must be renewed", "occur more than once in zk-protocol");
  }

  @Test
  void compilersWordIsPassedOn() {
    String said = refusal("Bad.\n" + HEART + SENT + "--- after\n  void sent(Beat beat) {\n");

    assertSaid(said, "mutant sick", "does not compile", "line ", "Heartbeat.java", "Beat");
  }

  @Test
  void missingFileIsNamed() {
    Mutant mutant = parse("Bad.\n--- zk-protocol no/Such.java\n--- before\na\n--- after\n");

    UncheckedIOException missing = assertThrows(UncheckedIOException.class, mutant::plant);

    assertSaid(String.valueOf(missing.getMessage()), "Such.java");
  }

  @Test
  void classThatIsNotLoadedAnewCannotBeMutated() {
    String said =
        refusal(
            """
            Bad.
            --- zk-protocol dev/mirliton/zk/protocol/wire/ByteCount.java
            --- before
            package dev.mirliton.zk.protocol.wire;
            --- after
            package dev.mirliton.zk.protocol.wire; // changed
            """);

    assertSaid(said, "mutant sick", "wire.ByteCount is none of");
  }

  @Test
  void brokenTextsAreRefused() {
    Stream.of(
            "",
            "Bad.\n",
            "No sentence\n" + HEART + SENT + "--- after\n",
            "Bad.\n" + SENT + "--- after\n",
            "Bad.\n" + HEART + "--- after\n",
            "Bad.\n" + HEART + "--- before\n--- after\n",
            "Bad.\n" + HEART + SENT,
            "Bad.\n" + HEART + SENT + "--- after\n  void sent(long nowNs) {\n",
            "Bad.\n--- Heartbeat.java\n" + SENT + "--- after\n")
        .forEach(
            text ->
                assertThrows(
                    IllegalStateException.class, () -> parse(text), () -> "read: " + text));
  }
}
