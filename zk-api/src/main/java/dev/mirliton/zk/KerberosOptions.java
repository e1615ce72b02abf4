package dev.mirliton.zk;

import org.jspecify.annotations.Nullable;

/**
 * SASL by Kerberos (GSSAPI). Made by the methods of {@link SaslOptions}; immutable.
 *
 * <p>All clients of this process that were given one of these, or copies of one, share one login
 * and its tickets.
 *
 * <p>The server is taken to be {@code zookeeper/host@REALM}: the host as the connect string names
 * it, and the realm of the client. Nobody is asked for the host's proper name, so that who controls
 * the name service cannot choose whom the client trusts.
 *
 * @since 0.1
 */
public final class KerberosOptions implements SaslOptions {
  private final KerberosLogin login;
  private final String serviceName;
  private final @Nullable String serverPrincipal;
  private final @Nullable String serverRealm;
  private final boolean canonicalHost;

  KerberosOptions(KerberosLogin login) {
    this(login, "zookeeper", null, null, false);
  }

  private KerberosOptions(
      KerberosLogin login,
      String serviceName,
      @Nullable String serverPrincipal,
      @Nullable String serverRealm,
      boolean canonicalHost) {
    this.login = login;
    this.serviceName = serviceName;
    this.serverPrincipal = serverPrincipal;
    this.serverRealm = serverRealm;
    this.canonicalHost = canonicalHost;
  }

  /**
   * Returns a copy for servers of another service.
   *
   * @param name what stands before the slash of their principals
   */
  public KerberosOptions withServiceName(String name) {
    return new KerberosOptions(
        login, filled("serviceName", name), serverPrincipal, serverRealm, canonicalHost);
  }

  /**
   * Returns a copy for servers that all have one principal, whatever their hosts.
   *
   * @param principal with or without a realm
   */
  public KerberosOptions withServerPrincipal(String principal) {
    return new KerberosOptions(
        login, serviceName, filled("serverPrincipal", principal), serverRealm, canonicalHost);
  }

  /** Returns a copy for servers of another realm than the client's. */
  public KerberosOptions withServerRealm(String realm) {
    return new KerberosOptions(
        login, serviceName, serverPrincipal, filled("serverRealm", realm), canonicalHost);
  }

  /**
   * Returns a copy that asks the name service, by a reverse look-up of the server's address, for
   * the host in the server's principal: for connect strings with aliases or addresses. The answer
   * is trusted.
   */
  public KerberosOptions withCanonicalHost() {
    return new KerberosOptions(login, serviceName, serverPrincipal, serverRealm, true);
  }

  private static String filled(String name, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " must not be blank");
    }
    return value;
  }

  /** Returns where the tickets come from. */
  public KerberosLogin login() {
    return login;
  }

  /** See {@link #withServiceName}. */
  public String serviceName() {
    return serviceName;
  }

  /** See {@link #withServerPrincipal}; null unless set. */
  public @Nullable String serverPrincipal() {
    return serverPrincipal;
  }

  /** See {@link #withServerRealm}; null unless set. */
  public @Nullable String serverRealm() {
    return serverRealm;
  }

  /** See {@link #withCanonicalHost}. */
  public boolean hasCanonicalHost() {
    return canonicalHost;
  }

  @Override
  public String toString() {
    return "Kerberos as " + login;
  }
}
