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
  private final Stat stat;

  /**
   * Puts data and stat together. The array is not copied and belongs to the node from now on.
   *
   * @param data the data, or null when the znode was created with none (servers tell that from
   *     empty)
   * @param stat the stat that was read with it
   */
  public Node(byte @Nullable [] data, Stat stat) {
    this.data = data;
    this.stat = stat;
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

  /** Returns the stat that was read with the data. */
  public Stat stat() {
    return stat;
  }

  /** Says how much data there is, never what: it is often secret. */
  @Override
  public String toString() {
    return "Node[" + data().length + " bytes, version " + stat.version() + "]";
  }
}
