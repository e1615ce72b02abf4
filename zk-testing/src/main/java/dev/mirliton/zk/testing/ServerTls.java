package dev.mirliton.zk.testing;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a server speaks TLS: which certificate it shows, whom it trusts, which protocols it has.
 * Immutable. For {@link ServerSetup#tls}; servers since 3.5 can do this.
 *
 * @since 0.1
 */
public final class ServerTls {
  private static final String PASSWORD = "changeit";

  /** What a server does about certificates of clients. */
  private enum Clients {
    NONE,
    WANT,
    NEED
  }

  private final CertificateAuthority trusted;
  private final TestCertificate shown;
  private final Clients clients;
  private final List<String> protocols;

  private ServerTls(
      CertificateAuthority trusted,
      TestCertificate shown,
      Clients clients,
      List<String> protocols) {
    this.trusted = trusted;
    this.shown = shown;
    this.clients = clients;
    this.protocols = protocols;
  }

  /**
   * A server at {@code localhost} and {@code 127.0.0.1} whose certificate {@code authority} issues,
   * with TLS 1.2 and 1.3, that asks clients for no certificate.
   */
  public static ServerTls by(CertificateAuthority authority) {
    return new ServerTls(
        authority, authority.server(), Clients.NONE, List.of("TLSv1.2", "TLSv1.3"));
  }

  /** Shows this certificate instead. */
  public ServerTls showing(TestCertificate certificate) {
    return new ServerTls(trusted, certificate, clients, protocols);
  }

  /**
   * Asks clients for a certificate, which makes them known by the scheme {@code x509}, and takes
   * those of {@code authority} alone. A client without one is let in, unknown.
   */
  public ServerTls welcoming(CertificateAuthority authority) {
    return new ServerTls(authority, shown, Clients.WANT, protocols);
  }

  /** The same, but lets nobody in without a certificate. */
  public ServerTls requiring(CertificateAuthority authority) {
    return new ServerTls(authority, shown, Clients.NEED, protocols);
  }

  /** Speaks these alone: {@code TLSv1.2}, {@code TLSv1.3}. */
  public ServerTls protocols(String... names) {
    return new ServerTls(trusted, shown, clients, List.of(names));
  }

  /** Writes the stores, and returns the lines of {@code zoo.cfg} that name them. */
  Map<String, String> settings(Path directory, int port) {
    Path keys = shown.writePkcs12(directory.resolve("tls-keys.p12"), PASSWORD);
    Path trust = trusted.writePkcs12(directory.resolve("tls-trust.p12"), PASSWORD);
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("secureClientPort", Integer.toString(port));
    lines.put("secureClientPortAddress", "127.0.0.1");
    lines.put("serverCnxnFactory", "org.apache.zookeeper.server.NettyServerCnxnFactory");
    lines.put("authProvider.x509", "org.apache.zookeeper.server.auth.X509AuthenticationProvider");
    putStore(lines, "ssl.keyStore", keys);
    putStore(lines, "ssl.trustStore", trust);
    lines.put("ssl.clientAuth", clients.name().toLowerCase(java.util.Locale.ROOT));
    lines.put("ssl.enabledProtocols", String.join(",", protocols));
    return lines;
  }

  private static void putStore(Map<String, String> lines, String name, Path file) {
    lines.put(name + ".location", file.toString().replace('\\', '/'));
    lines.put(name + ".password", PASSWORD);
    lines.put(name + ".type", "PKCS12");
  }
}
