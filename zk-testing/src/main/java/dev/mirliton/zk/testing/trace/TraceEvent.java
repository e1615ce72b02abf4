package dev.mirliton.zk.testing.trace;

/**
 * One thing that happened in a simulated run.
 *
 * <p>A number joins two events into an arrow or a bar; what it joins depends on the kind, and each
 * kind counts for itself. Zero joins nothing, except that it joins a fault with the next {@link
 * Kind#HEALED} of its lane that has zero too.
 *
 * @param timeNanos virtual time since the run began, in nanoseconds
 * @param kind what sort of thing
 * @param lane where: the name of a simulated process, {@code server 1}, or {@code network}
 * @param message joins a {@link Kind#SENT} with the {@link Kind#RECEIVED} or {@link Kind#LOST} of
 *     the same number; for other kinds see there
 * @param text what exactly, in words: {@code create /job, xid 3}. Text that begins with {@code
 *     ping} is a ping or its answer, which a reader may want hidden
 * @since 0.1
 */
public record TraceEvent(long timeNanos, Kind kind, String lane, long message, String text) {

  /** The lane of faults that no single process or server suffers. */
  public static final String NETWORK = "network";

  /** Sorts of things that happen. */
  public enum Kind {
    /** A message left: a request, a reply, a notification, or a message between servers. */
    SENT,
    /** A message arrived. */
    RECEIVED,
    /** A message will never arrive; the lane is where it was going. */
    LOST,
    /** A connection was opened, at either end. */
    CONNECTED,
    /** A connection ended, at either end. */
    DISCONNECTED,
    /** A client's connection state changed; the text begins with it: suspended, lost, connected. */
    STATE,
    /**
     * A fault began: a cut, a delay, a stall, a crash. Its number joins it with its {@link
     * #HEALED}. The text of a crash begins with {@code crash}: what the lane was ends there.
     */
    FAULT,
    /** A fault ended. */
    HEALED,
    /** A server's role changed; the text begins with the new one: leader, follower, looking. */
    ELECTION,
    /**
     * A session was opened, moved, closed or expired, best on the lane of the client whose it is.
     * The number is the session's id, and joins its events of one lane up to the one with the word
     * {@code closed}, {@code expired} or {@code moved}.
     */
    SESSION,
    /**
     * What the scenario itself noted: a lock taken, a value written. Two notes of one lane and one
     * number are the ends of something that lasted: a lock held.
     */
    NOTE,
    /** A check failed, or an exception ended a task. */
    FAILURE
  }

  boolean isPing() {
    return switch (kind) {
      case SENT, RECEIVED, LOST -> text.startsWith("ping");
      default -> false;
    };
  }

  boolean isMessage() {
    return switch (kind) {
      case SENT, RECEIVED, LOST -> true;
      default -> false;
    };
  }
}
