package dev.mirliton.zk.protocol.wire;

/**
 * An error code: what came of setting a lasting watch, or of one step of a transaction.
 *
 * <pre>
 * | int err |
 * </pre>
 *
 * @param err see {@link ErrorCode}
 * @since 0.1
 */
public record ErrorResponse(int err) implements StepResult {

  /** Reads the body. */
  public static ErrorResponse decode(WireReader in) {
    return new ErrorResponse(in.readInt());
  }

  @Override
  public void encode(WireWriter out) {
    out.writeInt(err);
  }

  @Override
  public String toString() {
    return "ErrorResponse[" + ErrorCode.name(err) + "]";
  }
}
