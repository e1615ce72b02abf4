package dev.mirliton.zk.protocol.wire;

/**
 * Keeps the session alive: a header alone, with {@link Xid#PING}, and so is the answer.
 *
 * @since 0.1
 */
public record PingRequest() implements Request {

  /** Reads the body, which is nothing. */
  public static PingRequest decode(WireReader in) {
    return new PingRequest();
  }

  @Override
  public int opCode() {
    return OpCode.PING;
  }

  @Override
  public void encode(WireWriter out) {}
}
