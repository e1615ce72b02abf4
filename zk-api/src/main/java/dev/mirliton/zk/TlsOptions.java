package dev.mirliton.zk;

import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a client speaks TLS: whom it trusts, who it is, and what it checks. Immutable; begin with
 * {@link #DEFAULT} or {@link #of}.
 *
 * <p><b>Checks.</b> A server's certificate must be trusted, valid now, and issued for the host that
 * the connect string names. That name is also announced to the server (SNI), unless it is a literal
 * address.
 *
 * <p><b>Files</b> are read when the client is made, in the calling thread; bad ones are refused
 * there with a {@link TlsConfigurationException}. Before each connection attempt after that they
 * are read again, in a task of the handler and within the connect timeout: new content holds from
 * that connection on, and connections that stand are left alone. If the new content cannot be used,
 * or a file is gone, the client goes on with the old and logs a warning, once. A certificate that
 * does not belong to its key is such content: files that are replaced one after the other do no
 * harm. Replace a list of trusted certificates by renaming, because half of one looks whole.
 *
 * <p>Revocation is not checked. Who needs CRLs or OCSP gives an {@link SSLContext} whose trust
 * manager does that.
 *
 * @since 0.1
 */
public final class TlsOptions {

  /** Trusts whom the JDK trusts, shows no certificate, checks the host's name. */
  public static final TlsOptions DEFAULT =
      new TlsOptions(null, TlsTrust.jdk(), null, null, true, List.of(), List.of());

  private final @Nullable SSLContext context;
  private final TlsTrust trust;
  private final @Nullable TlsKeys keys;
  private final @Nullable String serverName;
  private final boolean hostNameCheck;
  private final List<String> protocols;
  private final List<String> cipherSuites;

  private TlsOptions(
      @Nullable SSLContext context,
      TlsTrust trust,
      @Nullable TlsKeys keys,
      @Nullable String serverName,
      boolean hostNameCheck,
      List<String> protocols,
      List<String> cipherSuites) {
    this.context = context;
    this.trust = trust;
    this.keys = keys;
    this.serverName = serverName;
    this.hostNameCheck = hostNameCheck;
    this.protocols = protocols;
    this.cipherSuites = cipherSuites;
  }

  /**
   * Trust and keys as {@code context} has them; checks the host's name. Its trust manager may wait,
   * for whoever knows of revocations say: that holds up no other connection.
   */
  public static TlsOptions of(SSLContext context) {
    return new TlsOptions(context, TlsTrust.jdk(), null, null, true, List.of(), List.of());
  }

  /**
   * Trusts these instead of whom the JDK trusts.
   *
   * @throws IllegalStateException if these options come from {@link #of}
   */
  public TlsOptions trust(TlsTrust trust) {
    refuseContext("trust");
    return new TlsOptions(null, trust, keys, serverName, hostNameCheck, protocols, cipherSuites);
  }

  /**
   * Shows a certificate to servers that ask for one. Where a server knows the scheme {@code x509}
   * this is who the client is, see {@link Identity#x509}.
   *
   * @throws IllegalStateException if these options come from {@link #of}
   */
  public TlsOptions keys(TlsKeys keys) {
    refuseContext("keys");
    return new TlsOptions(null, trust, keys, serverName, hostNameCheck, protocols, cipherSuites);
  }

  private void refuseContext(String what) {
    if (context != null) {
      throw new IllegalStateException("an SSLContext brings its own " + what);
    }
  }

  /**
   * Announces this name to every server, and checks its certificate for it, whatever the connect
   * string says: for servers that are reached by another name than their own.
   */
  public TlsOptions serverName(String host) {
    if (host.isBlank()) {
      throw new IllegalArgumentException("serverName must not be blank");
    }
    return new TlsOptions(context, trust, keys, host, hostNameCheck, protocols, cipherSuites);
  }

  /**
   * Takes a trusted certificate for any host. <b>Dangerous:</b> whoever holds any certificate of an
   * authority that you trust, a public one's for a few coins, can then stand between you and your
   * servers, read all and write as you. Only where one authority issues certificates to your
   * servers alone; {@link #serverName} is nearly always what you want. A warning is logged for each
   * client.
   */
  public TlsOptions withoutHostNameCheck() {
    return new TlsOptions(context, trust, keys, serverName, false, protocols, cipherSuites);
  }

  /**
   * Speaks these versions alone: {@code TLSv1.3}, {@code TLSv1.2}. By default what the JDK does:
   * both.
   */
  public TlsOptions protocols(String first, String... more) {
    return new TlsOptions(
        context, trust, keys, serverName, hostNameCheck, list(first, more), cipherSuites);
  }

  /** Offers these cipher suites alone, by their Java names. By default those of the JDK. */
  public TlsOptions cipherSuites(String first, String... more) {
    return new TlsOptions(
        context, trust, keys, serverName, hostNameCheck, protocols, list(first, more));
  }

  private static List<String> list(String first, String... more) {
    List<String> all = new java.util.ArrayList<>(List.of(more));
    all.add(0, first);
    return List.copyOf(all);
  }

  /** Returns what {@link #of} was given, if that is where these come from. */
  public @Nullable SSLContext context() {
    return context;
  }

  /** See {@link #trust(TlsTrust)}. */
  public TlsTrust trust() {
    return trust;
  }

  /** See {@link #keys(TlsKeys)}. */
  public @Nullable TlsKeys keys() {
    return keys;
  }

  /** See {@link #serverName(String)}; null if it is the connect string's. */
  public @Nullable String serverName() {
    return serverName;
  }

  /** Whether certificates must be for the host; see {@link #withoutHostNameCheck}. */
  public boolean checksHostName() {
    return hostNameCheck && !(trust instanceof TlsTrust.Anybody);
  }

  /** See {@link #protocols(String, String...)}; empty if the JDK decides. */
  public List<String> protocols() {
    return protocols;
  }

  /** See {@link #cipherSuites(String, String...)}; empty if the JDK decides. */
  public List<String> cipherSuites() {
    return cipherSuites;
  }

  /** Says where things come from, and no secret. */
  @Override
  public String toString() {
    return "TlsOptions["
        + (context == null ? trust + (keys == null ? "" : ", " + keys) : "an SSLContext")
        + (serverName == null ? "" : ", server name " + serverName)
        + (checksHostName() ? "" : ", host name not checked")
        + (protocols.isEmpty() ? "" : ", " + protocols)
        + (cipherSuites.isEmpty() ? "" : ", " + cipherSuites)
        + "]";
  }
}
