package dev.mirliton.zk;

import org.jspecify.annotations.Nullable;

/**
 * No server answered, and the client's {@link ReconnectPolicy} gave up. The client is of no more
 * use; the cause is what went wrong last. The session, if there was one, is left to expire.
 *
 * @since 0.1
 */
public final class GaveUpException extends SessionException {
  private static final long serialVersionUID = 1;

  /** Made by the client. */
  public GaveUpException(Failure failure, Fate fate, @Nullable Throwable cause) {
    super(failure, "no server answered, and the reconnect policy gave up", fate, cause);
  }

  private GaveUpException(GaveUpException original) {
    super(original);
  }

  @Override
  public GaveUpException rethrown() {
    return new GaveUpException(this);
  }
}
