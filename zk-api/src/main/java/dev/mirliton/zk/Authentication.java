package dev.mirliton.zk;

import java.nio.charset.StandardCharsets;

/**
 * Credentials that a client shows to each server it connects to. The secret is never logged.
 *
 * @param scheme the authentication scheme: {@code digest}, {@code ip}, one of the server's own
 * @param secret what the scheme expects
 * @since 0.1
 */
public record Authentication(String scheme, byte[] secret) {

  /**
   * A user name and password, known to servers as {@code digest:user:base64(sha1(user:password))}.
   *
   * @throws IllegalArgumentException if there is a colon in {@code user}: servers would take the
   *     name to end there
   */
  public static Authentication digest(String user, String password) {
    if (user.indexOf(':') >= 0) {
      throw new IllegalArgumentException("user must not contain ':' but was " + user);
    }
    return new Authentication("digest", (user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Authentication that
        && scheme.equals(that.scheme)
        && java.security.MessageDigest.isEqual(secret, that.secret);
  }

  @Override
  public int hashCode() {
    return scheme.hashCode() * 31 + java.util.Arrays.hashCode(secret);
  }

  @Override
  public String toString() {
    return "Authentication[" + scheme + "]";
  }
}
