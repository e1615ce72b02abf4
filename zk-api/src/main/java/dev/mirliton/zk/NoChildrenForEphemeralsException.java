package dev.mirliton.zk;

/**
 * The parent is ephemeral, and those have no children.
 *
 * @since 0.1
 */
public final class NoChildrenForEphemeralsException extends NodeException {
  private static final long serialVersionUID = 1;

  /** Made by the client. */
  public NoChildrenForEphemeralsException(Failure failure) {
    super(failure, "an ephemeral znode cannot have children");
  }

  private NoChildrenForEphemeralsException(NoChildrenForEphemeralsException original) {
    super(original);
  }

  @Override
  public NoChildrenForEphemeralsException rethrown() {
    return new NoChildrenForEphemeralsException(this);
  }
}
