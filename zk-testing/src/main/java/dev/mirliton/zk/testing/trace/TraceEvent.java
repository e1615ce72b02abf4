package dev.mirliton.zk.testing.trace;

/**
 * One thing that happened in a simulated run.
 *
 * @param timeNanos virtual time since the run began, in nanoseconds
 * @param kind what sort of thing
 * @param lane where: the name of a simulated process, {@code server 1}, or {@code network}
 * @param message joins a {@link Kind#SENT} with the {@link Kind#RECEIVED} of the same number; zero
 *     when there is nothing to join
 * @param text what exactly, in words: {@code create /job, xid 3}
 * @since 0.1
 */
public record TraceEvent(long timeNanos, Kind kind, String lane, long message, String text) {

  /** Sorts of things that happen. */
  public enum Kind {
    /** A message left: a request, a reply, a notification, or a message between servers. */
    SENT,
    /** A message arrived. */
    RECEIVED,
    /** A connection was opened, at either end. */
    CONNECTED,
    /** A connection ended, at either end. */
    DISCONNECTED,
    /** A client's connection state changed: suspended, lost, connected. */
    STATE,
    /** A fault began: a cut, a delay, a stall, a crash. */
    FAULT,
    /** A fault ended. */
    HEALED,
    /** A server became leader, or lost that role. */
    ELECTION,
    /** A session was opened, moved, closed or expired. */
    SESSION,
    /** What the scenario itself noted: a lock taken, a value written. */
    NOTE,
    /** A check failed, or an exception ended a task. */
    FAILURE
  }
}
