package dev.mirliton.zk.protocol.wire;

/**
 * The path that was asked for.
 *
 * <pre>
 * | string path |
 * </pre>
 *
 * @since 0.1
 */
public record SyncResponse(String path) implements Response {

  /** Reads the body. */
  public static SyncResponse decode(WireReader in) {
    return new SyncResponse(in.readString());
  }

  @Override
  public void encode(WireWriter out) {
    out.writeString(path);
  }
}
