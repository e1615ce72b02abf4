package dev.mirliton.zk;

/**
 * The server has lost its quorum and serves reads only; the write did not happen.
 *
 * @since 0.1
 */
public final class ReadOnlyServerException extends UnavailableException {
  private static final long serialVersionUID = 1;

  /** Made by the client. */
  public ReadOnlyServerException(Failure failure) {
    super(failure, "the server is read-only", Fate.NOT_SENT, null);
  }

  private ReadOnlyServerException(ReadOnlyServerException original) {
    super(original);
  }

  @Override
  public ReadOnlyServerException rethrown() {
    return new ReadOnlyServerException(this);
  }
}
