package dev.mirliton.zk.testing.model;

/**
 * The number that says on what a znode's life depends: 0 on nothing, a session's number on that
 * session, one mark on its children, and another mark with a time in it on its children and that
 * time.
 */
final class Ownership {
  static final long NOBODY = 0;
  static final long CONTAINER = Long.MIN_VALUE;

  /** The longest time to live, about 34 years. */
  static final long MAX_TTL_MS = 0xff_ffff_ffffL;

  private static final long TTL_MARK = 0xff00_0000_0000_0000L;

  private Ownership() {}

  /** Whether a session owns it, so that it has no children and goes with the session. */
  static boolean isSession(long owner) {
    return owner != NOBODY && owner != CONTAINER && !isTtl(owner);
  }

  static boolean isTtl(long owner) {
    return (owner & TTL_MARK) == TTL_MARK;
  }

  static long ofTtl(long ttlMs) {
    return TTL_MARK | ttlMs;
  }

  static long ttlMs(long owner) {
    return owner & ~TTL_MARK;
  }
}
