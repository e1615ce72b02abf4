package dev.mirliton.zk;

import org.jspecify.annotations.Nullable;

/**
 * The session expired, by the server's word or by the local clock, and its ephemeral znodes with
 * it. The client opens a new one by itself.
 *
 * @since 0.1
 */
public final class SessionExpiredException extends SessionException {
  private static final long serialVersionUID = 1;

  /** Made by the client. */
  public SessionExpiredException(Failure failure, Fate fate, @Nullable Throwable cause) {
    super(failure, "the session expired", fate, cause);
  }

  private SessionExpiredException(SessionExpiredException original) {
    super(original);
  }

  @Override
  public SessionExpiredException rethrown() {
    return new SessionExpiredException(this);
  }
}
