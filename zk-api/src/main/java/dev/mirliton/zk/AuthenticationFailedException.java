package dev.mirliton.zk;

import org.jspecify.annotations.Nullable;

/**
 * The server refused the client's credentials. The client is of no more use.
 *
 * @since 0.1
 */
public final class AuthenticationFailedException extends SessionException {
  private static final long serialVersionUID = 1;

  /** Made by the client. */
  public AuthenticationFailedException(Failure failure, Fate fate, @Nullable Throwable cause) {
    super(failure, "the server refused the credentials", fate, cause);
  }

  private AuthenticationFailedException(AuthenticationFailedException original) {
    super(original);
  }

  @Override
  public AuthenticationFailedException rethrown() {
    return new AuthenticationFailedException(this);
  }
}
