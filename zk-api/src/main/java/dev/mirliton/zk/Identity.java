package dev.mirliton.zk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Somebody, as an authentication scheme names them: {@code world:anyone}, {@code ip:10.0.0.0/8}.
 *
 * @param scheme the authentication scheme
 * @param id who, in the words of that scheme
 * @since 0.1
 */
public record Identity(String scheme, String id) {

  /** Everybody, authenticated or not. */
  public static final Identity ANYONE = new Identity("world", "anyone");

  /**
   * Whoever this client has authenticated as. The server replaces it by the client's own
   * identities; without any it refuses the ACL.
   */
  public static final Identity AUTHENTICATED = new Identity("auth", "");

  /**
   * Somebody who authenticates with a user name and password: what servers keep of {@link
   * Authentication#digest}. The password cannot be read back from it, but guessed.
   *
   * @param user without a colon
   */
  public static Identity digest(String user, String password) {
    if (user.indexOf(':') >= 0) {
      throw new IllegalArgumentException("user must not contain a colon: " + user);
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((user + ":" + password).getBytes(StandardCharsets.UTF_8));
      return new Identity("digest", user + ":" + Base64.getEncoder().encodeToString(hash));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-1", impossible);
    }
  }

  /**
   * Somebody whose TLS certificate is issued to {@code name}, for servers that know the scheme
   * {@code x509}; see {@link TlsOptions#keys(TlsKeys)}.
   *
   * @param name the subject as {@link javax.security.auth.x500.X500Principal#getName()} says it,
   *     for that is what servers compare, letter by letter: {@code CN=alice,O=Test}
   */
  public static Identity x509(String name) {
    return new Identity("x509", name);
  }

  @Override
  public String toString() {
    return scheme + ":" + id;
  }
}
