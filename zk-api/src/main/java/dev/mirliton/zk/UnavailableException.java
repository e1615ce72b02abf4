package dev.mirliton.zk;

import org.jspecify.annotations.Nullable;

/**
 * There is no answer. {@link #fate()} says whether the request certainly did not happen.
 *
 * @since 0.1
 */
public abstract sealed class UnavailableException extends ZkException
    permits ConnectionLossException,
        DeadlineExceededException,
        QueueFullException,
        ReadOnlyServerException,
        ThrottledException {
  private static final long serialVersionUID = 1;

  private final Fate fate;

  UnavailableException(Failure failure, String what, Fate fate, @Nullable Throwable cause) {
    super(failure, what + (fate == Fate.NOT_SENT ? " (not sent)" : " (fate unknown)"), cause);
    this.fate = fate;
  }

  UnavailableException(UnavailableException original) {
    super(original);
    this.fate = original.fate;
  }

  /** Returns whether the request certainly did not happen. */
  public final Fate fate() {
    return fate;
  }
}
