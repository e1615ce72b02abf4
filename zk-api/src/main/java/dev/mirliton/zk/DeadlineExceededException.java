package dev.mirliton.zk;

import org.jspecify.annotations.Nullable;

/**
 * The call's deadline passed before the answer came. A request that was sent may still happen.
 *
 * @since 0.1
 */
public final class DeadlineExceededException extends UnavailableException {
  private static final long serialVersionUID = 1;

  /** Made by the client. */
  public DeadlineExceededException(Failure failure, Fate fate, @Nullable Throwable cause) {
    super(failure, "the deadline passed", fate, cause);
  }

  private DeadlineExceededException(DeadlineExceededException original) {
    super(original);
  }

  @Override
  public DeadlineExceededException rethrown() {
    return new DeadlineExceededException(this);
  }
}
