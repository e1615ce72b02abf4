package dev.mirliton.zk;

/**
 * The server does not have this operation, or has it switched off. The request did not happen.
 *
 * <p>A server that is too old closes the connection on such a request, so it is not asked again:
 * for ten minutes, or until it names another version ({@link ZkClient#serverVersion}), who asks is
 * told at once and nothing is sent.
 *
 * @since 0.1
 */
public final class UnsupportedException extends ZkException {
  private static final long serialVersionUID = 1;

  /** Made by the client; {@code what} says what is missing and since when servers have it. */
  public UnsupportedException(Failure failure, String what) {
    super(failure, what, null);
  }

  private UnsupportedException(UnsupportedException original) {
    super(original);
  }

  @Override
  public UnsupportedException rethrown() {
    return new UnsupportedException(this);
  }
}
