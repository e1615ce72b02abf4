package dev.mirliton.zk.it.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a mutant as it is written down: a sentence, then edits.
 *
 * <pre>
 *   What is wrong, in a sentence.
 *
 *   --- zk-protocol dev/mirliton/zk/protocol/session/Session.java
 *   --- before
 *   whole lines of that file, as they are indented there
 *   --- after
 *   what stands in their place
 * </pre>
 *
 * <p>The last two parts may be repeated for the same file, and all three for others.
 */
final class MutantText {
  private static final String MARK = "--- ";
  private static final String BEFORE = MARK + "before";
  private static final String AFTER = MARK + "after";

  private final String name;
  private final List<String> sentence = new ArrayList<>();
  private final List<Edit> edits = new ArrayList<>();
  private List<String> part = sentence;
  private List<String> before = List.of();
  private @Nullable SourceFile file;

  private MutantText(String name) {
    this.name = name;
  }

  /**
   * Reads one.
   *
   * @throws IllegalStateException saying what is wrong with the text
   */
  static Mutant parse(String name, List<String> lines) {
    MutantText text = new MutantText(name);
    lines.forEach(text::read);
    return text.mutant();
  }

  private void read(String line) {
    if (line.equals(BEFORE)) {
      before = new ArrayList<>();
      part = before;
    } else if (line.equals(AFTER)) {
      List<String> after = new ArrayList<>();
      edits.add(edit(before, after));
      before = List.of();
      part = after;
    } else if (line.startsWith(MARK)) {
      String[] moduleAndPath = line.substring(MARK.length()).split(" ");
      check(moduleAndPath.length == 2, "expected a module and a path, but read: " + line);
      file = new SourceFile(moduleAndPath[0], moduleAndPath[1]);
      part = new ArrayList<>();
    } else {
      part.add(line);
    }
  }

  private Edit edit(List<String> before, List<String> after) {
    SourceFile edited = file;
    if (edited == null || before.isEmpty()) {
      throw wrong("an edit lacks its file, or what to replace");
    }
    return new Edit(edited, before, after);
  }

  private Mutant mutant() {
    String wrong = String.join(" ", sentence).strip();
    check(wrong.endsWith("."), "does not begin with a sentence");
    check(!edits.isEmpty() && before.isEmpty(), "no edit, or one that is not ended");
    for (Edit edit : edits) {
      check(!edit.before().equals(edit.after()), "an edit that changes nothing");
    }
    return new Mutant(name, wrong, List.copyOf(edits));
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      throw wrong(otherwise);
    }
  }

  private IllegalStateException wrong(String what) {
    return new IllegalStateException("mutant " + name + ": " + what);
  }
}
