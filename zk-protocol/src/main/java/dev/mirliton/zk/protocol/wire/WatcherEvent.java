package dev.mirliton.zk.protocol.wire;

/**
 * A watch fired; comes with {@link Xid#NOTIFICATION}.
 *
 * <pre>
 * | int type | int state | string path |
 * </pre>
 *
 * @param type what it saw, see {@link EventType}
 * @param state the state of the session: {@link #SYNC_CONNECTED}, always
 * @since 0.1
 */
public record WatcherEvent(int type, int state, String path) implements Response {
  /** The only state that servers send. */
  public static final int SYNC_CONNECTED = 3;

  /** Reads the body. */
  public static WatcherEvent decode(WireReader in) {
    return new WatcherEvent(in.readInt(), in.readInt(), in.readString());
  }

  @Override
  public void encode(WireWriter out) {
    out.writeInt(type);
    out.writeInt(state);
    out.writeString(path);
  }
}
