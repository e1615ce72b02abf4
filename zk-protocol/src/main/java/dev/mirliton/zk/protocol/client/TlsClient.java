package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.spi.Endpoint;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Makes the TLS side of connections: client mode, the server's name announced and checked as HTTPS
 * does.
 *
 * @param context the user's, or null for plain TCP
 */
record TlsClient(@Nullable SSLContext context) {

  Endpoint.@Nullable TlsEngines engines(Hosts.Server server) {
    if (context == null) {
      return null;
    }
    SSLContext from = context;
    return () -> {
      SSLEngine engine = from.createSSLEngine(server.host(), server.port());
      engine.setUseClientMode(true);
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      engine.setSSLParameters(parameters);
      return engine;
    };
  }
}
