package dev.mirliton.zk.testing.trace;

/**
 * Something that lasted, as a bar along a lane.
 *
 * @param sort what sort of thing
 * @param lane where
 * @param from index of the event that began it
 * @param to index of the event that ended it, or minus one when it lasted to the end of the run
 */
record Span(Sort sort, String lane, int from, int to) {

  /** Sorts of bars. */
  enum Sort {
    /** A client's connection state. */
    STATE,
    /** A server's role. */
    ROLE,
    /** A session, from opened to closed, moved away or expired. */
    SESSION,
    /** A fault, until it is healed. */
    FAULT,
    /** What the scenario noted: a lock held. */
    NOTE
  }

  static final int NO_END = -1;

  Span endedAt(int index) {
    return new Span(sort, lane, from, index);
  }
}
