package dev.mirliton.zk.testing.contract;

import dev.mirliton.zk.spi.Endpoint;
import dev.mirliton.zk.testing.CertificateAuthority;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A certificate for {@code localhost}, and engines that trust it, or do not, or take their time.
 */
final class TlsIdentity {
  private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();
  private static final SSLContext TRUSTING = AUTHORITY.server("localhost").context(AUTHORITY);

  private TlsIdentity() {}

  /** Returns a context that shows this certificate and trusts its authority alone. */
  static SSLContext trusting() {
    return TRUSTING;
  }

  /** Returns engines that trust this certificate if it is that of {@code host}. */
  static Endpoint.TlsEngines enginesFor(String host) {
    return () -> engine(TRUSTING, host);
  }

  /** Returns engines that speak one version of TLS alone. */
  static Endpoint.TlsEngines enginesOf(String protocol) {
    return () -> {
      SSLEngine engine = engine(TRUSTING, "localhost");
      engine.setEnabledProtocols(new String[] {protocol});
      return engine;
    };
  }

  /** Returns engines that trust whom the JDK trusts, and so not this certificate. */
  static Endpoint.TlsEngines suspicious() {
    return () -> {
      try {
        return engine(SSLContext.getDefault(), "localhost");
      } catch (GeneralSecurityException failed) {
        throw new IllegalStateException(failed);
      }
    };
  }

  /** Returns engines that trust anybody, after {@code thought}. */
  static Endpoint.TlsEngines thoughtful(Runnable thought) {
    return () -> {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Thoughtful(thought)}, null);
        return engine(context, "localhost");
      } catch (GeneralSecurityException failed) {
        throw new IllegalStateException(failed);
      }
    };
  }

  private static SSLEngine engine(SSLContext context, String host) {
    SSLEngine engine = context.createSSLEngine(host, 2281);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** As one that asks somebody else whether a certificate was revoked. */
  private static final class Thoughtful extends X509ExtendedTrustManager {
    private final Runnable thought;

    Thoughtful(Runnable thought) {
      this.thought = thought;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
      thought.run();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      thought.run();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      thought.run();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
