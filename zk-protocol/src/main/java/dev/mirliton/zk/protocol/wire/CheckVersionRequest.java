package dev.mirliton.zk.protocol.wire;

/**
 * Fails a transaction unless the znode has the version.
 *
 * <pre>
 * | string path | int version |
 * </pre>
 *
 * @param version the version it must have; −1 for any
 * @since 0.1
 */
public record CheckVersionRequest(String path, int version) implements TransactionStep {

  /** Reads the body. */
  public static CheckVersionRequest decode(WireReader in) {
    return new CheckVersionRequest(in.readString(), in.readInt());
  }

  @Override
  public int opCode() {
    return OpCode.CHECK;
  }

  @Override
  public void encode(WireWriter out) {
    out.writeString(path);
    out.writeInt(version);
  }
}
