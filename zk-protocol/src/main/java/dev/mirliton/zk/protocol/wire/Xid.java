package dev.mirliton.zk.protocol.wire;

/**
 * The numbers that tie a reply to its request. Requests count from 1; what is below zero has a
 * meaning of its own.
 *
 * @since 0.1
 */
public final class Xid {
  /** A watch event; nobody asked for it. */
  public static final int NOTIFICATION = -1;

  /** A ping and its echo. */
  public static final int PING = -2;

  /** Credentials and the verdict on them. */
  public static final int AUTH = -4;

  /** Watches to set again, as the C client sends them. */
  public static final int SET_WATCHES = -8;

  /** The first of a request. */
  public static final int FIRST = 1;

  private Xid() {}

  /** Returns the one after {@code xid}; after the largest comes 1 again, never 0 or less. */
  public static int next(int xid) {
    return xid == Integer.MAX_VALUE ? FIRST : xid + 1;
  }
}
