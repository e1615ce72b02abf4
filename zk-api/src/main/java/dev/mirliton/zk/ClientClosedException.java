package dev.mirliton.zk;

import org.jspecify.annotations.Nullable;

/**
 * The client is closed or detached, or was so before the answer came.
 *
 * @since 0.1
 */
public final class ClientClosedException extends SessionException {
  private static final long serialVersionUID = 1;

  /** Made by the client. */
  public ClientClosedException(Failure failure, Fate fate, @Nullable Throwable cause) {
    super(failure, "the client is closed", fate, cause);
  }

  private ClientClosedException(Failure failure, String what, Fate fate) {
    super(failure, what, fate, null);
  }

  /** Made by a client that left its session to others. */
  public static ClientClosedException detached(Failure failure, Fate fate) {
    return new ClientClosedException(failure, "the client was detached from its session", fate);
  }

  private ClientClosedException(ClientClosedException original) {
    super(original);
  }

  @Override
  public ClientClosedException rethrown() {
    return new ClientClosedException(this);
  }
}
