package dev.mirliton.zk.protocol.wire;

import dev.mirliton.zk.Stat;

/**
 * Reads and writes a {@link Stat}.
 *
 * <pre>
 * | long czxid | long mzxid | long ctime | long mtime | int version | int cversion | int aversion |
 * | long ephemeralOwner | int dataLength | int numChildren | long pzxid |
 * </pre>
 *
 * @since 0.1
 */
public final class StatCodec {
  /** How long it is, always. */
  public static final int BYTES = 68;

  private StatCodec() {}

  /** Reads one. */
  public static Stat read(WireReader in) {
    return new Stat(
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readLong(),
        in.readInt(),
        in.readInt(),
        in.readLong());
  }

  /** Writes one. */
  public static void write(WireWriter out, Stat stat) {
    out.writeLong(stat.czxid());
    out.writeLong(stat.mzxid());
    out.writeLong(stat.ctime());
    out.writeLong(stat.mtime());
    out.writeInt(stat.version());
    out.writeInt(stat.cversion());
    out.writeInt(stat.aversion());
    out.writeLong(stat.ephemeralOwner());
    out.writeInt(stat.dataLength());
    out.writeInt(stat.numChildren());
    out.writeLong(stat.pzxid());
  }
}
