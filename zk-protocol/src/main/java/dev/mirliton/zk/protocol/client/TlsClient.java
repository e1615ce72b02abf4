package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.TlsOptions;
import dev.mirliton.zk.protocol.tls.ReloadingContext;
import dev.mirliton.zk.protocol.tls.TlsRefusal;
import dev.mirliton.zk.spi.Endpoint;
import java.io.IOException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the TLS side of connections: client mode, the server's name announced and checked. */
final class TlsClient {
  private static final Logger LOG = LoggerFactory.getLogger("dev.mirliton.zk.client.tls");

  private final @Nullable TlsOptions options;
  private final @Nullable ReloadingContext source;
  private volatile @Nullable String warned;

  /**
   * Reads the files that the options name, so that bad ones are refused here.
   *
   * @param options null for plain TCP
   * @throws IllegalArgumentException naming what cannot be used
   */
  TlsClient(@Nullable TlsOptions options) {
    this.options = options;
    this.source = options == null ? null : new ReloadingContext(options);
  }

  /** Whether {@link #refresh} has to be called before each connection. */
  boolean readsFiles() {
    return source != null && source.isReloading();
  }

  /** Looks whether files have changed. Waits for the disk: not for a step. Never throws. */
  void refresh() {
    if (source != null) {
      source.refresh();
    }
  }

  /** Returns what makes the engines of connections to {@code server}; null for plain TCP. */
  Endpoint.@Nullable TlsEngines engines(Hosts.Server server) {
    TlsOptions how = options;
    if (how == null || source == null) {
      return null;
    }
    SSLContext from = source.context();
    String name = how.serverName() == null ? server.host() : how.serverName();
    return () -> engine(from, how, name, server.port());
  }

  /**
   * Returns why a connection failed before the server accepted the session, in the user's terms.
   * Logs it as a warning when it is not what was logged last: such a failure stays until somebody
   * does something about it.
   *
   * @param opened whether our side had finished the handshake
   */
  @Nullable IOException explained(
      Hosts.Server server, @Nullable IOException failure, boolean opened) {
    if (options == null || failure == null) {
      return failure;
    }
    IOException why = new TlsRefusal(options, server).explain(failure, opened);
    String text = String.valueOf(why.getMessage());
    if (why != failure && !text.equals(warned)) {
      warned = text;
      LOG.warn("{}: {}", server, text);
    }
    return why;
  }

  private static SSLEngine engine(SSLContext from, TlsOptions how, String name, int port) {
    SSLEngine engine = from.createSSLEngine(name, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setServerNames(announced(name));
    if (how.checksHostName()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    if (!how.protocols().isEmpty()) {
      parameters.setProtocols(how.protocols().toArray(new String[0]));
    }
    if (!how.cipherSuites().isEmpty()) {
      parameters.setCipherSuites(how.cipherSuites().toArray(new String[0]));
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  /**
   * What to announce (RFC 6066, 3): names, not literal addresses. Left to itself the JDK leaves out
   * names without a dot, which is how containers call each other.
   */
  private static List<SNIServerName> announced(String name) {
    if (name.indexOf(':') >= 0 || name.matches("[0-9.]+")) {
      return List.of();
    }
    try {
      String absolute = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
      return List.of(new SNIHostName(absolute));
    } catch (IllegalArgumentException notOfTheInternet) {
      return List.of(); // with an underscore, say; it can still be checked
    }
  }
}
