package dev.mirliton.zk.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/** The files in which certificates and keys come: PEM texts and PKCS12 stores. */
final class Pem {
  private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private Pem() {}

  static byte[] certificates(List<X509Certificate> certificates) {
    try {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (X509Certificate certificate : certificates) {
        all.writeBytes(block("CERTIFICATE", certificate.getEncoded()));
      }
      return all.toByteArray();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static byte[] block(String label, byte[] content) {
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
        .formatted(label, BASE64.encodeToString(content))
        .getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] pkcs12(KeyStore store, String password) {
    try {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      store.store(content, password.toCharArray());
      return content.toByteArray();
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static Path write(Path file, byte[] content) {
    try {
      return Files.write(file, content);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write " + file, failure);
    }
  }
}
