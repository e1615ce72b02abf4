package dev.mirliton.zk;

/**
 * The tree is not as the caller thought. Nothing changed; look, then decide.
 *
 * @since 0.1
 */
public abstract sealed class NodeException extends ZkException
    permits NoNodeException,
        NodeExistsException,
        BadVersionException,
        NotEmptyException,
        NoChildrenForEphemeralsException,
        NoWatchException,
        ReconfigurationException {
  private static final long serialVersionUID = 1;

  NodeException(Failure failure, String what) {
    super(failure, what, null);
  }

  NodeException(NodeException original) {
    super(original);
  }
}
