package dev.mirliton.zk;

import org.jspecify.annotations.Nullable;

/**
 * The client is closed, or was closed before the answer came.
 *
 * @since 0.1
 */
public final class ClientClosedException extends SessionException {
  private static final long serialVersionUID = 1;

  /** Made by the client. */
  public ClientClosedException(Failure failure, Fate fate, @Nullable Throwable cause) {
    super(failure, "the client is closed", fate, cause);
  }

  private ClientClosedException(ClientClosedException original) {
    super(original);
  }

  @Override
  public ClientClosedException rethrown() {
    return new ClientClosedException(this);
  }
}
