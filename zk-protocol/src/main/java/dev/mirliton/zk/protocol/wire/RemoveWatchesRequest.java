package dev.mirliton.zk.protocol.wire;

/**
 * Removes this session's watches of a kind; answered by an {@link EmptyResponse}, or {@link
 * ErrorCode#NO_WATCHER}.
 *
 * <pre>
 * | string path | int type |
 * </pre>
 *
 * @param type the kind, see {@link WatcherType}
 * @since 0.1
 */
public record RemoveWatchesRequest(String path, int type) implements Request {

  /** Reads the body. */
  public static RemoveWatchesRequest decode(WireReader in) {
    return new RemoveWatchesRequest(in.readString(), in.readInt());
  }

  @Override
  public int opCode() {
    return OpCode.REMOVE_WATCHES;
  }

  @Override
  public void encode(WireWriter out) {
    out.writeString(path);
    out.writeInt(type);
  }
}
