package dev.mirliton.zk.protocol.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.TlsConfigurationException;
import dev.mirliton.zk.TlsKeys;
import dev.mirliton.zk.TlsOptions;
import dev.mirliton.zk.TlsPassword;
import dev.mirliton.zk.TlsTrust;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that OpenSSL and keytool wrote; see the README beside them. */
class TlsContextTest {
  private static final TlsPassword SESAME = TlsPassword.of("sesame".toCharArray());
  private static final TlsPassword WRONG = TlsPassword.of("hunter2".toCharArray());

  private static Path file(String name) {
    return Path.of("src/test/resources/tls", name);
  }

  private static TlsOptions pem(String chain, String key, TlsPassword password) {
    return TlsOptions.DEFAULT.keys(TlsKeys.pem(file(chain), file(key), password));
  }

  private static void assertUsable(TlsOptions options) {
    assertNotNull(TlsContext.of(options, TlsFiles.read(options)));
  }

  /** Asserts that a file cannot be used, and returns what is said of it. */
  private static String refusal(TlsOptions options, Path file) {
    TlsConfigurationException refused =
        assertThrows(
            TlsConfigurationException.class, () -> TlsContext.of(options, TlsFiles.read(options)));
    assertEquals(file, refused.file());
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith("cannot use " + file + ": "), message);
    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
      String said = String.valueOf(cause.getMessage());
      assertFalse(said.contains("sesame") || said.contains("hunter2"), said);
    }
    return message;
  }

  @ParameterizedTest
  @CsvSource({
    "rsa.crt, rsa.key",
    "rsa.crt, rsa-traditional.key",
    "rsa.crt, rsa-encrypted.key",
    "rsa.crt, rsa-encrypted-3des.key",
    "ec.crt, ec.key",
    "ec.crt, ec-traditional.key",
    "ed25519.crt, ed25519.key"
  })
  void keysThatOpenSslWritesAreRead(String chain, String key) {
    assertUsable(pem(chain, key, SESAME));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa.p12", "keys.jks"})
  void storesOfBothKindsAreRead(String store) {
    assertUsable(TlsOptions.DEFAULT.keys(TlsKeys.store(file(store), SESAME)));

    String wrong = refusal(TlsOptions.DEFAULT.keys(TlsKeys.store(file(store), WRONG)), file(store));
    assertTrue(wrong.contains("the password does not open it"), wrong);
  }

  @Test
  void storeWithoutItsPasswordStillTellsWhomToTrust() {
    assertUsable(TlsOptions.DEFAULT.trust(TlsTrust.store(file("trust.jks"), SESAME)));
    assertUsable(TlsOptions.DEFAULT.trust(TlsTrust.store(file("trust.jks"))));
  }

  @Test
  void storeThatMarksNobodyAsTrustedIsRefused() {
    Path store = file("unmarked.p12");

    String said = refusal(TlsOptions.DEFAULT.trust(TlsTrust.store(store, SESAME)), store);

    assertTrue(said.contains("no certificate that it marks as trusted"), said);
  }

  @Test
  void storeWithoutAKeyIsNoIdentity() {
    Path store = file("trust.jks");

    String said = refusal(TlsOptions.DEFAULT.keys(TlsKeys.store(store, SESAME)), store);

    assertTrue(said.contains("no private key"), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa-encrypted.key", "rsa-encrypted-3des.key"})
  void encryptedKeyNeedsItsPassword(String key) {
    String wrong = refusal(pem("rsa.crt", key, WRONG), file(key));
    String none = refusal(pem("rsa.crt", key, TlsPassword.NONE), file(key));

    assertTrue(wrong.contains("the password does not open its private key"), wrong);
    assertTrue(none.contains("no password was given"), none);
  }

  @Test
  void whatIsEncryptedTheOldWayIsRefusedWithAdvice() {
    String key = "rsa-encrypted-traditional.key";

    String said = refusal(pem("rsa.crt", key, SESAME), file(key));

    assertTrue(said.contains("openssl pkcs8 -topk8"), said);
  }

  @Test
  void keyOfAnotherCertificateIsRefused() {
    assertTrue(refusal(pem("ec.crt", "rsa.key", SESAME), file("rsa.key")).contains("ec.crt"));
    assertTrue(
        refusal(pem("ec.crt", "ed25519.key", SESAME), file("ed25519.key")).contains("ec.crt"));
  }

  @Test
  void filesWithSomethingElseInThemAreRefused(@TempDir Path directory) throws Exception {
    Path text = Files.writeString(directory.resolve("text"), "certainly no certificate\n");
    Path garbled =
        Files.writeString(
            directory.resolve("garbled"),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    Path noBase64 =
        Files.writeString(
            directory.resolve("nobase64"),
            "-----BEGIN CERTIFICATE-----\n?\n-----END CERTIFICATE-----\n");

    assertTrue(trustRefusal(text).contains("no certificate in PEM"));
    assertTrue(trustRefusal(garbled).contains("a certificate in it is garbled"));
    assertTrue(trustRefusal(noBase64).contains("a PEM block is garbled"));
    String noKey = refusal(TlsOptions.DEFAULT.keys(TlsKeys.pem(file("rsa.crt"), text)), text);
    assertTrue(noKey.contains("no private key in PEM"), noKey);
    String noStore = refusal(TlsOptions.DEFAULT.trust(TlsTrust.store(text, SESAME)), text);
    assertTrue(noStore.contains("no PKCS12 store"), noStore);
  }

  private static String trustRefusal(Path file) {
    return refusal(TlsOptions.DEFAULT.trust(TlsTrust.pem(file)), file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa.crt", "rsa.key", "ec-traditional.key", "rsa.p12", "keys.jks"})
  void fileThatIsCutOffAnywhereIsRefused(String name, @TempDir Path directory) throws Exception {
    byte[] whole = Files.readAllBytes(file(name));
    Path torn = directory.resolve("torn");
    TlsOptions options =
        switch (name.substring(name.indexOf('.'))) {
          case ".crt" -> TlsOptions.DEFAULT.trust(TlsTrust.pem(torn));
          case ".key" -> TlsOptions.DEFAULT.keys(TlsKeys.pem(file("rsa.crt"), torn));
          default -> TlsOptions.DEFAULT.keys(TlsKeys.store(torn, SESAME));
        };

    for (int length = 0; length < whole.length - 6; length += Math.max(1, whole.length / 15)) {
      Files.write(torn, java.util.Arrays.copyOf(whole, length));
      refusal(options, torn);
    }
  }

  @Test
  void passwordIsTheFirstLineOfItsFile(@TempDir Path directory) throws Exception {
    for (String content : new String[] {"sesame", "sesame\n", "sesame\r\nand more\n"}) {
      Path password = Files.writeString(directory.resolve("password"), content);

      assertUsable(pem("rsa.crt", "rsa-encrypted.key", TlsPassword.in(password)));
    }
  }

  @Test
  void missingFileIsNamed(@TempDir Path directory) {
    Path missing = directory.resolve("missing");

    String said = refusal(TlsOptions.DEFAULT.trust(TlsTrust.pem(missing)), missing);
    String password =
        refusal(pem("rsa.crt", "rsa-encrypted.key", TlsPassword.in(missing)), missing);

    assertTrue(said.contains("there is no such file"), said);
    assertTrue(password.contains("there is no such file"), password);
  }

  @Test
  void optionsPrintNoSecret() {
    assertEquals(
        "TlsOptions[Jdk[], Pem[chain=%s, key=%s, password=password]]"
            .formatted(file("rsa.crt"), file("rsa.key")),
        pem("rsa.crt", "rsa.key", SESAME).toString());
  }
}
