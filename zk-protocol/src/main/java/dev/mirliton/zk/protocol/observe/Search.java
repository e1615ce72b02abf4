package dev.mirliton.zk.protocol.observe;

import dev.mirliton.zk.Hosts;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The search for a server: since the client began, or since it lost one. Decides which failures are
 * worth a line in the log: each server's first, then a summary at growing intervals, so that an
 * outage of a day is a page.
 */
final class Search {
  private static final long FIRST_SUMMARY_NS = 10_000_000_000L;
  private static final long LONGEST_PAUSE_NS = 600_000_000_000L;

  /** What to say of a failed attempt. */
  enum Line {
    /** It is news. */
    FAILURE,
    /** It is one of many. */
    SUMMARY,
    /** Nothing: there was a line not long ago. */
    NONE
  }

  private final long startNs;
  private final @Nullable Begun<Outage> outage;
  private final String cause;
  private final String lost;
  private final String sessionBefore;
  private final Set<Hosts.Server> known = new HashSet<>();
  private long pauseNs = FIRST_SUMMARY_NS;
  private long nextSummaryNs;
  private int failures;

  private Search(
      long nowNs, @Nullable Begun<Outage> outage, String cause, String lost, String sessionBefore) {
    this.startNs = nowNs;
    this.outage = outage;
    this.cause = cause;
    this.lost = lost;
    this.sessionBefore = sessionBefore;
    this.nextSummaryNs = nowNs + pauseNs;
  }

  /** The client begins. */
  static Search first(long nowNs) {
    return new Search(nowNs, null, "", "", "");
  }

  /**
   * A connection was lost.
   *
   * @param outage begun with it
   */
  static Search after(Begun<Outage> outage, String cause, String lost, String session, long nowNs) {
    return new Search(nowNs, outage, cause, lost, session);
  }

  /** Whether there was a server before. */
  boolean isOutage() {
    return outage != null;
  }

  long lengthNs(long nowNs) {
    return nowNs - startNs;
  }

  /** Returns how many attempts failed. */
  int failures() {
    return failures;
  }

  /** An attempt at {@code server} failed. */
  Line failed(Hosts.Server server, long nowNs) {
    failures++;
    if (known.add(server)) {
      return Line.FAILURE;
    }
    if (nowNs - nextSummaryNs < 0) {
      return Line.NONE;
    }
    pauseNs = Math.min(LONGEST_PAUSE_NS, pauseNs * 2);
    nextSummaryNs = nowNs + pauseNs;
    return Line.SUMMARY;
  }

  /**
   * It is over.
   *
   * @param found the server that serves now; null if there will be none
   * @param session the session now
   */
  void end(@Nullable String found, String session) {
    if (outage != null) {
      int attempts = failures + (found == null ? 0 : 1);
      outage.end(() -> new Outage(cause, lost, found, attempts, sessionBefore, session));
    }
  }
}
