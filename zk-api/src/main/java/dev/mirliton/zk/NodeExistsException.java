package dev.mirliton.zk;

/**
 * The znode is there already.
 *
 * @since 0.1
 */
public final class NodeExistsException extends NodeException {
  private static final long serialVersionUID = 1;

  /** Made by the client. */
  public NodeExistsException(Failure failure) {
    super(failure, "the znode exists already");
  }

  private NodeExistsException(NodeExistsException original) {
    super(original);
  }

  @Override
  public NodeExistsException rethrown() {
    return new NodeExistsException(this);
  }
}
