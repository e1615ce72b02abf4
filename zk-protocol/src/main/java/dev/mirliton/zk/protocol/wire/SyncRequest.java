package dev.mirliton.zk.protocol.wire;

/**
 * Brings the server up to date with the leader; answered by a {@link SyncResponse}.
 *
 * <pre>
 * | string path |
 * </pre>
 *
 * @since 0.1
 */
public record SyncRequest(String path) implements Request {

  /** Reads the body. */
  public static SyncRequest decode(WireReader in) {
    return new SyncRequest(in.readString());
  }

  @Override
  public int opCode() {
    return OpCode.SYNC;
  }

  @Override
  public void encode(WireWriter out) {
    out.writeString(path);
  }
}
