package dev.mirliton.zk;

/**
 * SASL by DIGEST-MD5. Made by {@link SaslOptions#digestMd5}.
 *
 * @since 0.1
 */
public final class DigestMd5Options implements SaslOptions {
  private final String user;
  private final String password;

  DigestMd5Options(String user, String password) {
    if (user.isEmpty()) {
      throw new IllegalArgumentException("user must not be empty");
    }
    this.user = user;
    this.password = password;
  }

  /** Returns the name as servers list it. */
  public String user() {
    return user;
  }

  /** Returns the secret. */
  public String password() {
    return password;
  }

  /** Says everything but the password. */
  @Override
  public String toString() {
    return "DIGEST-MD5 as " + user;
  }
}
