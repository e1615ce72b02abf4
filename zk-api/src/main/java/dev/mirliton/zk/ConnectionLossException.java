package dev.mirliton.zk;

import org.jspecify.annotations.Nullable;

/**
 * The connection broke before the answer came.
 *
 * @since 0.1
 */
public final class ConnectionLossException extends UnavailableException {
  private static final long serialVersionUID = 1;

  /** Made by the client. */
  public ConnectionLossException(Failure failure, Fate fate, @Nullable Throwable cause) {
    super(failure, "the connection was lost", fate, cause);
  }

  private ConnectionLossException(ConnectionLossException original) {
    super(original);
  }

  @Override
  public ConnectionLossException rethrown() {
    return new ConnectionLossException(this);
  }
}
