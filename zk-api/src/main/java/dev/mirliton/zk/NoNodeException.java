package dev.mirliton.zk;

/**
 * The znode, or the parent of one to be created, is not there.
 *
 * @since 0.1
 */
public final class NoNodeException extends NodeException {
  private static final long serialVersionUID = 1;

  /** Made by the client. */
  public NoNodeException(Failure failure) {
    super(failure, "no such znode");
  }

  private NoNodeException(NoNodeException original) {
    super(original);
  }

  @Override
  public NoNodeException rethrown() {
    return new NoNodeException(this);
  }
}
