package dev.mirliton.zk;

/**
 * The znode has children, so it was not deleted.
 *
 * @since 0.1
 */
public final class NotEmptyException extends NodeException {
  private static final long serialVersionUID = 1;

  /** Made by the client. */
  public NotEmptyException(Failure failure) {
    super(failure, "the znode has children");
  }

  private NotEmptyException(NotEmptyException original) {
    super(original);
  }

  @Override
  public NotEmptyException rethrown() {
    return new NotEmptyException(this);
  }
}
