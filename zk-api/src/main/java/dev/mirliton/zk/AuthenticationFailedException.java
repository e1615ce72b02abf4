package dev.mirliton.zk;

import org.jspecify.annotations.Nullable;

/**
 * The client could not prove who it is: a server refused its credentials, the Kerberos KDC knows no
 * such principal or key, or the server serves only those who authenticated and this client has
 * nothing to show. The cause says which. Unless it came from {@link ZkClient#authenticate}, the
 * client is of no more use.
 *
 * @since 0.1
 */
public final class AuthenticationFailedException extends SessionException {
  private static final long serialVersionUID = 1;

  /**
   * Made by the client.
   *
   * @param cause who refused, and what; null if that was all the server said
   */
  public AuthenticationFailedException(Failure failure, Fate fate, @Nullable Throwable cause) {
    super(failure, describe(cause), fate, cause);
  }

  private AuthenticationFailedException(AuthenticationFailedException original) {
    super(original);
  }

  private static String describe(@Nullable Throwable cause) {
    return cause == null
        ? "the server refused the credentials"
        : "authentication failed, because " + cause.getMessage();
  }

  @Override
  public AuthenticationFailedException rethrown() {
    return new AuthenticationFailedException(this);
  }
}
