package dev.mirliton.zk.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.spi.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for {@code localhost}, signed by itself and made by the JDK's own tool: once in a
 * process, for that takes a second.
 */
final class TlsIdentity {
  private static final String PASSWORD = "changeit";

  private final SSLContext trusting;

  private TlsIdentity(KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    trusting = SSLContext.getInstance("TLS");
    trusting.init(own.getKeyManagers(), trust.getTrustManagers(), null);
  }

  /** Returns the one of this process. */
  static TlsIdentity get() {
    return Holder.IDENTITY;
  }

  private static final class Holder {
    static final TlsIdentity IDENTITY = make();
  }

  private static TlsIdentity make() {
    try {
      Path folder = Files.createTempDirectory("contract");
      Path store = folder.resolve("keys.p12");
      try {
        runKeytool(store);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
          keys.load(file, PASSWORD.toCharArray());
        }
        return new TlsIdentity(keys);
      } finally {
        Files.deleteIfExists(store);
        Files.delete(folder);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void runKeytool(Path store) throws IOException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String command =
        "-genkeypair -alias server -keyalg EC -dname CN=localhost -ext san=dns:localhost"
            + " -validity 30 -storetype PKCS12 -storepass "
            + PASSWORD;
    ProcessBuilder process = new ProcessBuilder(keytool);
    process.command().addAll(List.of(command.split(" ")));
    process.command().addAll(List.of("-keystore", store.toString()));
    Process running = process.redirectErrorStream(true).start();
    String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, running.onExit().join().exitValue(), said);
  }

  /** Returns a context that shows this certificate and trusts it alone. */
  SSLContext trusting() {
    return trusting;
  }

  /** Returns engines that trust this certificate if it is that of {@code host}. */
  Endpoint.TlsEngines enginesFor(String host) {
    return () -> engine(trusting, host);
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

  private static SSLEngine engine(SSLContext context, String host) {
    SSLEngine engine = context.createSSLEngine(host, 2281);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return engine;
  }
}
