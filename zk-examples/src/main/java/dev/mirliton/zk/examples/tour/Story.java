package dev.mirliton.zk.examples.tour;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells what happens, one line each, with the time since the chapter began. Thread-safe. */
public final class Story {
  private static final int WIDTH = 92;

  private final PrintStream out;
  private volatile long beganNs = System.nanoTime();

  /** Tells it to {@code out}. */
  public Story(PrintStream out) {
    this.out = out;
  }

  /** A story that nobody hears. */
  public static Story untold() {
    return new Story(new PrintStream(OutputStream.nullOutputStream()));
  }

  /** Begins a chapter: a heading, and the clock from zero. */
  public void chapter(String title) {
    String heading = "== " + title + " ";
    out.println();
    out.println(heading + "=".repeat(Math.max(0, WIDTH - heading.length())));
    beganNs = System.nanoTime();
  }

  /** Tells that something happened just now. */
  public void tell(String scene, String text, @Nullable Object... arguments) {
    long ms = (System.nanoTime() - beganNs) / 1_000_000;
    out.println(String.format(Locale.ROOT, "%6d ms  %-12s %s", ms, scene, format(text, arguments)));
  }

  /** Says something that has no time. */
  public void say(String text, @Nullable Object... arguments) {
    out.println(format(text, arguments));
  }

  /**
   * Ends the story unless things are as they should.
   *
   * @throws IllegalStateException saying what should be
   */
  public void expect(boolean asItShould, String whatShould, @Nullable Object... arguments) {
    if (!asItShould) {
      throw new IllegalStateException("this did not hold: " + format(whatShould, arguments));
    }
  }

  private static String format(String text, @Nullable Object... arguments) {
    return String.format(Locale.ROOT, text, arguments);
  }
}
