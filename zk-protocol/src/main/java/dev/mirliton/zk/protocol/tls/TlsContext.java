package dev.mirliton.zk.protocol.tls;

import dev.mirliton.zk.TlsConfigurationException;
import dev.mirliton.zk.TlsKeys;
import dev.mirliton.zk.TlsOptions;
import dev.mirliton.zk.TlsTrust;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes an {@link SSLContext} out of what the files of some options hold. */
final class TlsContext {
  private static final char[] IN_MEMORY = "never leaves this JVM".toCharArray();

  private final TlsOptions options;
  private final TlsFiles files;

  private TlsContext(TlsOptions options, TlsFiles files) {
    this.options = options;
    this.files = files;
  }

  /**
   * Makes the context.
   *
   * @throws TlsConfigurationException if a file cannot be used
   */
  static SSLContext of(TlsOptions options, TlsFiles files) {
    TlsContext making = new TlsContext(options, files);
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(making.keyManagers(), making.trustManagers(), null);
      return context;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("TLS does not work in this JVM", impossible);
    }
  }

  private TrustManager @Nullable [] trustManagers() throws GeneralSecurityException {
    return switch (options.trust()) {
      case TlsTrust.Jdk jdk -> null;
      case TlsTrust.Anybody anybody -> new TrustManager[] {new TrustingAnybody()};
      case TlsTrust.Pem pem -> {
        List<Certificate> trusted = new ArrayList<>();
        for (Path file : pem.files()) {
          trusted.addAll(certificates(file));
        }
        yield trusting(KeyStores.ofTrusted(trusted));
      }
      case TlsTrust.Store store -> {
        try {
          KeyStore opened =
              KeyStores.open(files.content(store.file()), files.password(store.password()));
          yield trusting(KeyStores.trusting(opened));
        } catch (UnusableException unusable) {
          throw refused(store.file(), unusable);
        }
      }
    };
  }

  private static TrustManager[] trusting(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException {
    return switch (options.keys()) {
      case null -> null;
      case TlsKeys.Pem pem -> {
        PrivateKey key = key(pem);
        List<Certificate> chain = certificates(pem.chain());
        if (!PrivateKeys.match(key, chain.get(0).getPublicKey())) {
          throw new TlsConfigurationException(
              pem.key(), "its key is not that of the certificate in " + pem.chain(), null);
        }
        yield identifying(KeyStores.ofKey(key, chain, IN_MEMORY), IN_MEMORY);
      }
      case TlsKeys.Store store -> {
        try {
          char[] password = files.password(store.password());
          KeyStore opened = KeyStores.open(files.content(store.file()), password);
          yield identifying(KeyStores.identifying(opened, password), password);
        } catch (UnusableException unusable) {
          throw refused(store.file(), unusable);
        }
      }
    };
  }

  private static KeyManager[] identifying(KeyStore store, char @Nullable [] password)
      throws GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory.getKeyManagers();
  }

  private List<Certificate> certificates(Path file) {
    try {
      return KeyStores.certificates(files.content(file));
    } catch (UnusableException unusable) {
      throw refused(file, unusable);
    }
  }

  private PrivateKey key(TlsKeys.Pem pem) {
    try {
      return PrivateKeys.first(
          PemBlock.all(files.content(pem.key())), files.password(pem.password()));
    } catch (UnusableException unusable) {
      throw refused(pem.key(), unusable);
    }
  }

  private static TlsConfigurationException refused(Path file, UnusableException unusable) {
    return new TlsConfigurationException(file, unusable.reason(), unusable.getCause());
  }
}
