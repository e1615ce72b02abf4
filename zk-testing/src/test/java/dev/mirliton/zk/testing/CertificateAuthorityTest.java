package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SignatureException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {
  private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();

  @Test
  void issuedCertificateIsSignedByItsAuthorityAndNoOther() throws Exception {
    CertificateAuthority other = CertificateAuthority.create();
    X509Certificate issued = AUTHORITY.client("CN=alice,O=Test").chain().get(0);

    issued.verify(AUTHORITY.certificate().getPublicKey());
    assertThrows(SignatureException.class, () -> issued.verify(other.certificate().getPublicKey()));

    assertEquals("CN=alice,O=Test", issued.getSubjectX500Principal().getName());
    assertEquals("CN=Test CA", issued.getIssuerX500Principal().getName());
    assertEquals(-1, issued.getBasicConstraints(), "may not issue");
    assertTrue(AUTHORITY.certificate().getBasicConstraints() >= 0, "may issue");
    issued.checkValidity();
  }

  @Test
  void hostNamesAndAddressesAreNamed() throws Exception {
    X509Certificate issued = AUTHORITY.server("zk1.example", "127.0.0.1", "::1").chain().get(0);

    Set<List<?>> names = issued.getSubjectAlternativeNames().stream().collect(Collectors.toSet());

    assertEquals(
        Set.of(List.of(2, "zk1.example"), List.of(7, "127.0.0.1"), List.of(7, "0:0:0:0:0:0:0:1")),
        names);
    assertNull(AUTHORITY.client("CN=alice").chain().get(0).getSubjectAlternativeNames());
  }

  @Test
  void expiredCertificateIsExpired() {
    X509Certificate issued = AUTHORITY.certificate("CN=old").expired().issue().chain().get(0);

    assertThrows(CertificateExpiredException.class, issued::checkValidity);
  }

  @Test
  void serialNumbersDiffer() {
    assertFalse(
        AUTHORITY
            .client("CN=a")
            .chain()
            .get(0)
            .getSerialNumber()
            .equals(AUTHORITY.client("CN=a").chain().get(0).getSerialNumber()));
  }

  @Test
  void pemFilesHoldChainAndKey(@TempDir Path directory) throws Exception {
    TestCertificate issued = AUTHORITY.certificate("CN=alice").rsa().issue();
    Path chain = issued.writePem(directory.resolve("chain.pem"));
    Path key = issued.writeKeyPem(directory.resolve("key.pem"));
    Path locked = issued.writeKeyPem(directory.resolve("locked.pem"), "sesame");

    try (InputStream in = Files.newInputStream(chain)) {
      assertEquals(
          issued.chain(),
          List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in)));
    }
    assertArrayEquals(issued.key().getEncoded(), content(key, "PRIVATE KEY"));
    EncryptedPrivateKeyInfo info =
        new EncryptedPrivateKeyInfo(content(locked, "ENCRYPTED PRIVATE KEY"));
    String algorithm = info.getAlgParameters().toString();
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.DECRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec("sesame".toCharArray())),
        info.getAlgParameters());
    assertArrayEquals(issued.key().getEncoded(), info.getKeySpec(cipher).getEncoded());
  }

  private static byte[] content(Path file, String label) throws Exception {
    String text = Files.readString(file);
    assertTrue(text.startsWith("-----BEGIN " + label + "-----\n"), text);
    return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
  }

  @Test
  void storesHoldChainAndKeyOrTrust(@TempDir Path directory) throws Exception {
    TestCertificate issued = AUTHORITY.client("CN=alice");
    Path keys = issued.writePkcs12(directory.resolve("keys.p12"), "sesame");
    Path trust = AUTHORITY.writePkcs12(directory.resolve("trust.p12"), "sesame");

    KeyStore keyStore = KeyStore.getInstance(keys.toFile(), "sesame".toCharArray());
    KeyStore trustStore = KeyStore.getInstance(trust.toFile(), "sesame".toCharArray());

    String alias = keyStore.aliases().nextElement();
    assertEquals(issued.chain(), List.of(keyStore.getCertificateChain(alias)));
    assertEquals(issued.key(), keyStore.getKey(alias, "sesame".toCharArray()));
    assertEquals(
        AUTHORITY.certificate(), trustStore.getCertificate(trustStore.aliases().nextElement()));
  }
}
