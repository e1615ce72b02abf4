package dev.mirliton.zk;

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

  @Override
  public String toString() {
    return scheme + ":" + id;
  }
}
