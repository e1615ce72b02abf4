package dev.mirliton.zk;

/**
 * A callback would have waited for a later callback of its own queue, which cannot run before it
 * returns. Wait elsewhere, or chain with {@code thenCompose}. See {@code
 * docs/errors.md#callback-deadlock}.
 *
 * @since 0.1
 */
public final class CallbackDeadlockException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /** Names what was waited for. */
  public CallbackDeadlockException(String awaited) {
    super(
        "waiting for "
            + awaited
            + " inside a callback of the queue that must deliver it would never end"
            + " (docs/errors.md#callback-deadlock)");
  }
}
