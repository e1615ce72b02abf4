package dev.mirliton.zk;

/**
 * A part of Mirliton that should be found at run time is not there. The message says what was asked
 * for, what was found, and which artifact to add.
 *
 * @since 0.1
 */
public final class NoProviderException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /** Made by the lookups in {@code dev.mirliton.zk.spi}. */
  public NoProviderException(String message) {
    super(message);
  }
}
