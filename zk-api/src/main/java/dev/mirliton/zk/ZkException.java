package dev.mirliton.zk;

import org.jspecify.annotations.Nullable;

/**
 * Something went wrong between here and the znode. Sealed into families by what a caller can do
 * now:
 *
 * <ul>
 *   <li>{@link NodeException}: the tree is not as you thought; look, decide.
 *   <li>{@link AccessException}: not allowed; retrying will not help.
 *   <li>{@link TransactionException}: refused as a whole; nothing changed.
 *   <li>{@link UnavailableException}: no answer; its {@link Fate} says whether to look first.
 *   <li>{@link SessionException}: the session is over, and what belonged to it.
 *   <li>{@link UnsupportedException}: this server cannot do that.
 *   <li>{@link ProtocolException}: a bug here or there, or something else than ZooKeeper answering.
 * </ul>
 *
 * @since 0.1
 */
public abstract sealed class ZkException extends RuntimeException
    permits NodeException,
        AccessException,
        TransactionException,
        UnavailableException,
        SessionException,
        UnsupportedException,
        ProtocolException {
  private static final long serialVersionUID = 1;

  private final Failure failure;

  ZkException(Failure failure, String what, @Nullable Throwable cause) {
    super(failure.describe(what), cause);
    this.failure = failure;
  }

  ZkException(ZkException original) {
    super(original.getMessage(), original);
    this.failure = original.failure;
    for (Throwable other : original.getSuppressed()) {
      addSuppressed(other);
    }
  }

  /** Returns the request, as the client's method is called. */
  public String operation() {
    return failure.operation();
  }

  /** Returns the path the caller gave, or null when the request has none. */
  public @Nullable String path() {
    return failure.path();
  }

  /** Returns the server's error code, or 0 when the failure did not come from a server. */
  public int code() {
    return failure.code();
  }

  /**
   * Returns a copy with the current thread's stack and this exception as its cause: failures are
   * made by the thread that read the answer, and the caller's stack is what a reader needs.
   */
  public abstract ZkException rethrown();
}
