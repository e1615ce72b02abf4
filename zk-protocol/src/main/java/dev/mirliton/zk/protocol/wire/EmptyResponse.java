package dev.mirliton.zk.protocol.wire;

/**
 * A header said it all.
 *
 * @since 0.1
 */
public record EmptyResponse() implements StepResult {

  /** Reads the body, which is nothing. */
  public static EmptyResponse decode(WireReader in) {
    return new EmptyResponse();
  }

  @Override
  public void encode(WireWriter out) {}
}
