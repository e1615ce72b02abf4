package dev.mirliton.zk.protocol.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes key stores out of what files hold: stores of two kinds, and PEM. */
final class KeyStores {
  private static final int JKS_MAGIC = 0xfeedfeed;

  private KeyStores() {}

  /** Opens a store of either kind; which one it is, its first bytes say. */
  static KeyStore open(byte[] content, char @Nullable [] password) throws UnusableException {
    boolean jks =
        content.length >= Integer.BYTES && java.nio.ByteBuffer.wrap(content).getInt() == JKS_MAGIC;
    String type = jks ? "JKS" : "PKCS12";
    try {
      KeyStore store = KeyStore.getInstance(type);
      store.load(new ByteArrayInputStream(content), password);
      return store;
    } catch (IOException failed) {
      boolean wrongPassword = failed.getCause() instanceof UnrecoverableKeyException;
      throw new UnusableException(
          wrongPassword
              ? "the password does not open it"
              : "it is no " + type + " store, or damaged",
          failed);
    } catch (GeneralSecurityException failed) {
      throw new UnusableException("it is no " + type + " store that this JDK can read", failed);
    }
  }

  /** Checks that a store has a trusted certificate: without any, every server would be refused. */
  static KeyStore trusting(KeyStore store) throws UnusableException {
    try {
      for (String alias : Collections.list(store.aliases())) {
        if (store.isCertificateEntry(alias)) {
          return store;
        }
      }
      // OpenSSL writes certificates into PKCS12 stores without marking them as trusted.
      throw new UnusableException("it holds no certificate that it marks as trusted", null);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("the store is loaded", impossible);
    }
  }

  /** Checks that a store has a private key that the password opens. */
  static KeyStore identifying(KeyStore store, char @Nullable [] password) throws UnusableException {
    boolean found = false;
    try {
      for (String alias : Collections.list(store.aliases())) {
        found |= store.isKeyEntry(alias) && store.getKey(alias, password) instanceof PrivateKey;
      }
    } catch (UnrecoverableKeyException wrong) {
      throw new UnusableException("the password does not open its private key", wrong);
    } catch (GeneralSecurityException failed) {
      throw new UnusableException("its private key is of no type that this JDK knows", failed);
    }
    if (!found) {
      throw new UnusableException("it holds no private key", null);
    }
    return store;
  }

  /** Returns the certificates among the blocks of a PEM file; at least one. */
  static List<Certificate> certificates(byte[] pem) throws UnusableException {
    List<Certificate> found = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (PemBlock block : PemBlock.all(pem)) {
        if (block.label().equals("CERTIFICATE") || block.label().equals("X509 CERTIFICATE")) {
          found.add(factory.generateCertificate(new ByteArrayInputStream(block.content())));
        }
      }
    } catch (CertificateException garbled) {
      throw new UnusableException("a certificate in it is garbled", garbled);
    }
    if (found.isEmpty()) {
      throw new UnusableException("it holds no certificate in PEM", null);
    }
    return found;
  }

  static KeyStore ofTrusted(Collection<Certificate> certificates) {
    try {
      KeyStore store = empty();
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("trusted-" + store.size(), certificate);
      }
      return store;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Returns a store in memory with this key, under that password. */
  static KeyStore ofKey(PrivateKey key, List<Certificate> chain, char[] password) {
    try {
      KeyStore store = empty();
      store.setKeyEntry("key", key, password, chain.toArray(new Certificate[0]));
      return store;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (IOException impossible) {
      throw new IllegalStateException("an empty store is read from nowhere", impossible);
    }
  }
}
