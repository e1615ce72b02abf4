package dev.mirliton.zk.protocol.wire;

/**
 * Asks for the session's ephemeral znodes; answered by a {@link GetEphemeralsResponse}.
 *
 * <pre>
 * | string prefixPath |
 * </pre>
 *
 * @param prefixPath what their paths begin with, compared as text
 * @since 0.1
 */
public record GetEphemeralsRequest(String prefixPath) implements Request {

  /** Reads the body. */
  public static GetEphemeralsRequest decode(WireReader in) {
    return new GetEphemeralsRequest(in.readString());
  }

  @Override
  public int opCode() {
    return OpCode.GET_EPHEMERALS;
  }

  @Override
  public void encode(WireWriter out) {
    out.writeString(prefixPath);
  }
}
