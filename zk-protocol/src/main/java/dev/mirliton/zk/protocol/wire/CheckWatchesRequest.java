package dev.mirliton.zk.protocol.wire;

/**
 * Asks whether this session has such a watch; answered by an {@link EmptyResponse}, or {@link
 * ErrorCode#NO_WATCHER}.
 *
 * <pre>
 * | string path | int type |
 * </pre>
 *
 * @param type the kind, see {@link WatcherType}
 * @since 0.1
 */
public record CheckWatchesRequest(String path, int type) implements Request {

  /** Reads the body. */
  public static CheckWatchesRequest decode(WireReader in) {
    return new CheckWatchesRequest(in.readString(), in.readInt());
  }

  @Override
  public int opCode() {
    return OpCode.CHECK_WATCHES;
  }

  @Override
  public void encode(WireWriter out) {
    out.writeString(path);
    out.writeInt(type);
  }
}
