package dev.mirliton.zk.testing.trace;

/**
 * What is shown of something too long, with the failure in it: what led there, and a little of what
 * followed.
 *
 * @param from the first that is shown
 * @param to the first that is not shown any more
 */
record Window(int from, int to) {

  /** Returns at most {@code limit} of {@code total}, with {@code focus} among them. */
  static Window of(int total, int focus, int limit) {
    if (total <= limit) {
      return new Window(0, total);
    }
    int to = Math.min(total, focus + 1 + limit / 4);
    int from = Math.max(0, to - limit);
    return new Window(from, Math.min(total, from + limit));
  }
}
