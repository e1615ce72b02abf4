package dev.mirliton.zk.protocol.wire;

import dev.mirliton.zk.WatchMode;

/**
 * Sets a lasting watch; answered by an {@link ErrorResponse} with {@link ErrorCode#OK}.
 *
 * <pre>
 * | string path | int mode |
 * </pre>
 *
 * @param mode {@link #PERSISTENT} or {@link #PERSISTENT_RECURSIVE}
 * @since 0.1
 */
public record AddWatchRequest(String path, int mode) implements Request {
  /** Watches one znode. */
  public static final int PERSISTENT = 0;

  /** Watches a znode and everything below it. */
  public static final int PERSISTENT_RECURSIVE = 1;

  /** Returns the number for {@code mode}. */
  public static int mode(WatchMode mode) {
    return switch (mode) {
      case PERSISTENT -> PERSISTENT;
      case PERSISTENT_RECURSIVE -> PERSISTENT_RECURSIVE;
    };
  }

  /** Reads the body. */
  public static AddWatchRequest decode(WireReader in) {
    return new AddWatchRequest(in.readString(), in.readInt());
  }

  @Override
  public int opCode() {
    return OpCode.ADD_WATCH;
  }

  @Override
  public void encode(WireWriter out) {
    out.writeString(path);
    out.writeInt(mode);
  }
}
