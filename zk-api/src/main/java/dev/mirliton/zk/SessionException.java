package dev.mirliton.zk;

import org.jspecify.annotations.Nullable;

/**
 * The session that the request belonged to is over.
 *
 * @since 0.1
 */
public abstract sealed class SessionException extends ZkException
    permits SessionExpiredException,
        ClientClosedException,
        AuthenticationFailedException,
        GaveUpException {
  private static final long serialVersionUID = 1;

  private final Fate fate;

  SessionException(Failure failure, String what, Fate fate, @Nullable Throwable cause) {
    super(failure, what + (fate == Fate.NOT_SENT ? " (not sent)" : " (fate unknown)"), cause);
    this.fate = fate;
  }

  SessionException(SessionException original) {
    super(original);
    this.fate = original.fate;
  }

  /** Returns whether the request certainly did not happen. */
  public final Fate fate() {
    return fate;
  }
}
