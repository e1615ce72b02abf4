package dev.mirliton.zk.protocol.wire;

/**
 * Asks whom the server takes this client for: a header alone; answered by a {@link WhoAmIResponse}.
 *
 * @since 0.1
 */
public record WhoAmIRequest() implements Request {

  /** Reads the body, which is nothing. */
  public static WhoAmIRequest decode(WireReader in) {
    return new WhoAmIRequest();
  }

  @Override
  public int opCode() {
    return OpCode.WHO_AM_I;
  }

  @Override
  public void encode(WireWriter out) {}
}
