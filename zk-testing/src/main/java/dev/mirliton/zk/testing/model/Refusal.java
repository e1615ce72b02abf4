package dev.mirliton.zk.testing.model;

/** A request cannot be granted; carries what the client is told. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final int code;

  /**
   * Creates one without a stack trace: it is an ordinary answer.
   *
   * @param code see {@link dev.mirliton.zk.protocol.wire.ErrorCode}
   */
  Refusal(int code) {
    super("error " + code, null, false, false);
    this.code = code;
  }

  int code() {
    return code;
  }
}
