package dev.mirliton.zk;

/**
 * The znode changed: its version is not the one expected.
 *
 * @since 0.1
 */
public final class BadVersionException extends NodeException {
  private static final long serialVersionUID = 1;

  /** Made by the client. */
  public BadVersionException(Failure failure) {
    super(failure, "the znode has another version");
  }

  private BadVersionException(BadVersionException original) {
    super(original);
  }

  @Override
  public BadVersionException rethrown() {
    return new BadVersionException(this);
  }
}
