package dev.mirliton.zk;

import org.jspecify.annotations.Nullable;

/**
 * The server had too much to do and did not look at the request; wait a little, then try again.
 *
 * @since 0.1
 */
public final class ThrottledException extends UnavailableException {
  private static final long serialVersionUID = 1;

  /** Made by the client. */
  public ThrottledException(Failure failure, Fate fate, @Nullable Throwable cause) {
    super(failure, "the server is throttling", fate, cause);
  }

  private ThrottledException(ThrottledException original) {
    super(original);
  }

  @Override
  public ThrottledException rethrown() {
    return new ThrottledException(this);
  }
}
