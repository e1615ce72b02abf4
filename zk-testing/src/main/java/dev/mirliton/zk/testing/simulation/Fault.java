package dev.mirliton.zk.testing.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Something that goes wrong in a run, at a time and for a time. Written and read as one word,
 * {@code cut@2350ms+3000ms:1,2}, so that a schedule fits on a command line.
 *
 * @param kind what goes wrong
 * @param at when it begins, after the run began
 * @param lasts how long until it is healed
 * @param first the number, from 1, of the process or server concerned, by {@link Kind}; counted
 *     round when there are fewer
 * @param second that of the server at the other end; of no meaning for kinds that concern one
 * @since 0.1
 */
public record Fault(Kind kind, Duration at, Duration lasts, int first, int second) {

  /** What goes wrong. */
  public enum Kind {
    /** Nothing passes between a process and a server. */
    CUT,
    /** What a process sends to a server is lost. */
    MUTE,
    /** What a server sends to a process is lost. */
    DEAF,
    /** The connections between a process and a server are reset. */
    RESET,
    /** A connection between a process and a server breaks within what the server sends next. */
    BREAK,
    /** Packets between a process and a server take up to a second longer. */
    SLOW,
    /** A few kilobytes a second pass between a process and a server. */
    NARROW,
    /** A process stands still. */
    STALL,
    /** A process is killed, and started again afterwards. */
    KILL,
    /** Nothing passes between a server and the others. */
    SERVER_ALONE,
    /** Nothing passes between a server and anybody. */
    SERVER_CUT,
    /** A server stands still. */
    SERVER_STALL,
    /** A server is killed, and started again afterwards with what it had written. */
    SERVER_KILL,
    /** A server's power fails, and it is started again afterwards with what it had written. */
    SERVER_POWER;

    /** Whether {@link Fault#second} names a server. */
    boolean concernsTwo() {
      return ordinal() <= NARROW.ordinal();
    }

    /** Whether {@link Fault#first} is a server's number. */
    boolean concernsServer() {
      return ordinal() >= SERVER_ALONE.ordinal();
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Reads what {@link #toString} wrote. */
  static Fault parse(String word) {
    String[] parts = word.strip().split("[@+:,]");
    try {
      return new Fault(
          Kind.valueOf(parts[0].toUpperCase(Locale.ROOT).replace('-', '_')),
          millis(parts[1]),
          millis(parts[2]),
          Integer.parseInt(parts[3]),
          parts.length > 4 ? Integer.parseInt(parts[4]) : 0);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException malformed) {
      throw new IllegalArgumentException(
          "not a fault: '" + word + "'; one looks like cut@2350ms+3000ms:1,2", malformed);
    }
  }

  /**
   * Reads a schedule: faults with semicolons or spaces between them, or {@code none}.
   *
   * @throws IllegalArgumentException naming what is no fault
   */
  public static List<Fault> parseAll(String schedule) {
    return schedule.strip().equals("none")
        ? List.of()
        : Arrays.stream(schedule.strip().split("[; ]+")).map(Fault::parse).toList();
  }

  private static Duration millis(String text) {
    if (!text.endsWith("ms")) {
      throw new IllegalArgumentException("no unit: " + text);
    }
    return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
  }

  @Override
  public String toString() {
    return kind.word()
        + "@"
        + at.toMillis()
        + "ms+"
        + lasts.toMillis()
        + "ms:"
        + first
        + (kind.concernsTwo() ? "," + second : "");
  }
}
