package dev.mirliton.zk;

import org.jspecify.annotations.Nullable;

/**
 * A znode's data and stat, read together.
 *
 * <p>Two nodes are equal only when they are the same object: compare the data, or the versions.
 *
 * @since 0.1
 */
public final class Node {
  private static final byte[] NOTHING = {};

  private final byte @Nullable [] data;
  // The stat's fields, not a Stat: a read then costs one object less, which counts when there are
  // millions a second.
  private final long czxid;
  private final long mzxid;
  private final long ctime;
  private final long mtime;
  private final int version;
  private final int cversion;
  private final int aversion;
  private final long ephemeralOwner;
  private final int dataLength;
  private final int numChildren;
  private final long pzxid;

  /**
   * Puts data and stat together. The array is not copied and belongs to the node from now on.
   *
   * @param data the data, or null when the znode was created with none (servers tell that from
   *     empty)
   * @param stat the stat that was read with it
   */
  public Node(byte @Nullable [] data, Stat stat) {
    this.data = data;
    this.czxid = stat.czxid();
    this.mzxid = stat.mzxid();
    this.ctime = stat.ctime();
    this.mtime = stat.mtime();
    this.version = stat.version();
    this.cversion = stat.cversion();
    this.aversion = stat.aversion();
    this.ephemeralOwner = stat.ephemeralOwner();
    this.dataLength = stat.dataLength();
    this.numChildren = stat.numChildren();
    this.pzxid = stat.pzxid();
  }

  /**
   * Returns the data: the array itself, not a copy, made for this node alone. Empty when the znode
   * has none; see {@link #hasData()}.
   */
  public byte[] data() {
    return data == null ? NOTHING : data;
  }

  /**
   * Whether the znode has data at all. One that was created with null has none; empty data is data.
   */
  public boolean hasData() {
    return data != null;
  }

  /** Returns the stat that was read with the data: equal each time, not the same object. */
  public Stat stat() {
    return new Stat(
        czxid,
        mzxid,
        ctime,
        mtime,
        version,
        cversion,
        aversion,
        ephemeralOwner,
        dataLength,
        numChildren,
        pzxid);
  }

  /** Returns how often the data changed: what {@code set} compares. */
  public Version version() {
    return new Version(version);
  }

  /** Says how much data there is, never what: it is often secret. */
  @Override
  public String toString() {
    return "Node[" + data().length + " bytes, version " + version + "]";
  }
}
