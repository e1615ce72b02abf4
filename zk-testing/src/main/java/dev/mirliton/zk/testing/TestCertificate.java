package dev.mirliton.zk.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate that a {@link CertificateAuthority} issued for a test, and its private key. Each
 * {@code write…} method overwrites a file and returns it.
 *
 * @param chain the certificate, then its issuer's
 * @param key of the first in the chain
 * @since 0.1
 */
public record TestCertificate(List<X509Certificate> chain, PrivateKey key) {
  private static final String ENCRYPTION = "PBEWithHmacSHA256AndAES_256";
  private static final byte[] PBES2 = Der.oid("1.2.840.113549.1.5.13");

  /** Copies the list. */
  public TestCertificate {
    chain = List.copyOf(chain);
  }

  /** Returns who it is for, as a server's {@code x509} scheme says it: {@code CN=alice,O=Test}. */
  public String subject() {
    return chain.get(0).getSubjectX500Principal().getName();
  }

  /** Writes the chain as PEM. */
  public Path writePem(Path file) {
    return Pem.write(file, Pem.certificates(chain));
  }

  /** Writes the key as PEM, unencrypted (PKCS #8). */
  public Path writeKeyPem(Path file) {
    return Pem.write(file, Pem.block("PRIVATE KEY", key.getEncoded()));
  }

  /** Writes the key as PEM, encrypted (PKCS #8). */
  public Path writeKeyPem(Path file, String password) {
    try {
      Cipher cipher = Cipher.getInstance(ENCRYPTION);
      cipher.init(
          Cipher.ENCRYPT_MODE,
          SecretKeyFactory.getInstance(ENCRYPTION)
              .generateSecret(new PBEKeySpec(password.toCharArray())));
      byte[] encrypted = cipher.doFinal(key.getEncoded());
      byte[] how = Der.sequence(PBES2, cipher.getParameters().getEncoded());
      byte[] content = Der.sequence(how, Der.octets(encrypted));
      return Pem.write(file, Pem.block("ENCRYPTED PRIVATE KEY", content));
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Writes a PKCS12 key store with the chain and the key. */
  public Path writePkcs12(Path file, String password) {
    return Pem.write(file, Pem.pkcs12(keyStore(password), password));
  }

  private KeyStore keyStore(String password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("key", key, password.toCharArray(), chain.toArray(new X509Certificate[0]));
      return store;
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Returns a context that shows this certificate and trusts these authorities alone, for a client
   * or a server.
   */
  public SSLContext context(CertificateAuthority... trusted) {
    try {
      KeyManagerFactory own =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      own.init(keyStore("in memory"), "in memory".toCharArray());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(CertificateAuthority.trustStore(List.of(trusted)));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Says whose it is, and nothing of the key. */
  @Override
  public String toString() {
    return "TestCertificate[" + subject() + "]";
  }
}
