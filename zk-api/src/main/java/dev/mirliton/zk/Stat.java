package dev.mirliton.zk;

import java.time.Instant;

/**
 * What the server keeps about a znode besides its data.
 *
 * @param czxid the transaction that created the znode
 * @param mzxid the transaction that last changed its data
 * @param ctime when it was created, milliseconds since 1970 by the leader's clock
 * @param mtime when its data last changed, milliseconds since 1970 by the leader's clock
 * @param version how often its data changed; wraps after 2<sup>31</sup> changes, so compare for
 *     equality, not for order
 * @param cversion how often its list of children changed; wraps likewise
 * @param aversion how often its ACL changed; wraps likewise
 * @param ephemeralOwner the session that owns it; 0 if none does. Servers keep a mark there for
 *     containers and TTL znodes, which 3.9 shows as 0 (ask {@link #isEphemeral()})
 * @param dataLength bytes of data
 * @param numChildren number of children
 * @param pzxid the transaction that last changed its list of children
 * @since 0.1
 */
public record Stat(
    long czxid,
    long mzxid,
    long ctime,
    long mtime,
    int version,
    int cversion,
    int aversion,
    long ephemeralOwner,
    int dataLength,
    int numChildren,
    long pzxid) {

  private static final long CONTAINER_OWNER = 0x8000_0000_0000_0000L;
  private static final long TTL_MARK = 0xff00_0000_0000_0000L;

  /**
   * Whether a session owns this znode, so that it ends with that session.
   *
   * <p>Servers reuse {@code ephemeralOwner} to mark containers ({@code 0x8000…}) and TTL znodes
   * (top byte {@code 0xff}); those are owned by nobody, also where the mark is shown.
   */
  public boolean isEphemeral() {
    return ephemeralOwner != 0
        && ephemeralOwner != CONTAINER_OWNER
        && (ephemeralOwner & TTL_MARK) != TTL_MARK;
  }

  /** Returns when the znode was created, by the leader's clock. */
  public Instant created() {
    return Instant.ofEpochMilli(ctime);
  }

  /** Returns when its data last changed, by the leader's clock. */
  public Instant modified() {
    return Instant.ofEpochMilli(mtime);
  }
}
