package dev.mirliton.zk.protocol.wire;

/**
 * Ends the session: a header alone, and so is the answer, after which the server closes the
 * connection.
 *
 * @since 0.1
 */
public record CloseRequest() implements Request {

  /** Reads the body, which is nothing. */
  public static CloseRequest decode(WireReader in) {
    return new CloseRequest();
  }

  @Override
  public int opCode() {
    return OpCode.CLOSE_SESSION;
  }

  @Override
  public void encode(WireWriter out) {}
}
