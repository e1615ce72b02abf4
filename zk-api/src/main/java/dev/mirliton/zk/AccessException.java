package dev.mirliton.zk;

/**
 * The server does not allow this to this client: a missing permission, an unusable ACL, a quota.
 * Retrying will not help.
 *
 * @since 0.1
 */
public final class AccessException extends ZkException {
  private static final long serialVersionUID = 1;

  /** Made by the client; {@code what} says which rule refused. */
  public AccessException(Failure failure, String what) {
    super(failure, what, null);
  }

  private AccessException(AccessException original) {
    super(original);
  }

  @Override
  public AccessException rethrown() {
    return new AccessException(this);
  }
}
