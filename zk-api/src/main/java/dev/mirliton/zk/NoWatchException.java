package dev.mirliton.zk;

/**
 * The server knows no such watch of this session.
 *
 * @since 0.1
 */
public final class NoWatchException extends NodeException {
  private static final long serialVersionUID = 1;

  /** Made by the client. */
  public NoWatchException(Failure failure) {
    super(failure, "no such watch");
  }

  private NoWatchException(NoWatchException original) {
    super(original);
  }

  @Override
  public NoWatchException rethrown() {
    return new NoWatchException(this);
  }
}
