package dev.mirliton.zk.testing.history;

/**
 * A check gave up before it knew: nothing was found to be wrong, and nothing was found to be right.
 *
 * @since 0.1
 */
public final class UndecidedError extends AssertionError {
  private static final long serialVersionUID = 1;

  /** Says what could not be decided, and how far it was tried. */
  public UndecidedError(String message) {
    super(message);
  }
}
