package dev.mirliton.zk;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that {@link TlsOptions} name cannot be used. The message says which and why, and never a
 * password.
 *
 * @since 0.1
 */
public final class TlsConfigurationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final transient @Nullable Path file;

  /** Made by the client. */
  public TlsConfigurationException(Path file, String reason, @Nullable Throwable cause) {
    super("cannot use " + file + ": " + reason + " (docs/errors.md#tls-files)", cause);
    this.file = file;
  }

  /** Returns the file; null after serialization. */
  public @Nullable Path file() {
    return file;
  }
}
