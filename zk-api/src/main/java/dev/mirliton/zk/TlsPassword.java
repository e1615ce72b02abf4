package dev.mirliton.zk;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What opens a store or an encrypted key: given, or the first line of a file, which is read
 * whenever the store or key is. Never logged.
 *
 * @since 0.1
 */
public final class TlsPassword {

  /** None is needed. */
  public static final TlsPassword NONE = new TlsPassword(null, null);

  private final char @Nullable [] given;
  private final @Nullable Path file;

  private TlsPassword(char @Nullable [] given, @Nullable Path file) {
    this.given = given;
    this.file = file;
  }

  /** A password in memory; the array is copied. */
  public static TlsPassword of(char... password) {
    return new TlsPassword(password.clone(), null);
  }

  /** The password in the first line of a file, in UTF-8. */
  public static TlsPassword in(Path file) {
    return new TlsPassword(null, file);
  }

  /** Returns a copy of what {@link #of} was given, or null. */
  public char @Nullable [] given() {
    return given == null ? null : given.clone();
  }

  /** Returns the file that {@link #in} was given, or null. */
  public @Nullable Path file() {
    return file;
  }

  /** Says where it is, not what. */
  @Override
  public String toString() {
    if (file != null) {
      return "password in " + file;
    }
    return given == null ? "no password" : "password";
  }
}
