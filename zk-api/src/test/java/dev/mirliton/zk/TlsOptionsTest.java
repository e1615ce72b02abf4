package dev.mirliton.zk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class TlsOptionsTest {
  private static final Path FILE = Path.of("some.p12");

  /** Not a real one: that would fix the limits on keys that another test sets. */
  private static SSLContext context() {
    return new SSLContext(null, null, "TLS") {};
  }

  @Test
  void defaultsCheckEverything() {
    assertEquals(TlsTrust.jdk(), TlsOptions.DEFAULT.trust());
    assertNull(TlsOptions.DEFAULT.keys());
    assertNull(TlsOptions.DEFAULT.context());
    assertNull(TlsOptions.DEFAULT.serverName());
    assertTrue(TlsOptions.DEFAULT.checksHostName());
    assertEquals(List.of(), TlsOptions.DEFAULT.protocols());
    assertEquals(List.of(), TlsOptions.DEFAULT.cipherSuites());
  }

  @Test
  void everythingSetIsKept() {
    TlsTrust trust = TlsTrust.store(FILE);
    TlsKeys keys = TlsKeys.store(FILE, TlsPassword.in(FILE));

    TlsOptions options =
        TlsOptions.DEFAULT
            .trust(trust)
            .keys(keys)
            .serverName("zk.example")
            .protocols("TLSv1.3", "TLSv1.2")
            .cipherSuites("A")
            .withoutHostNameCheck();

    assertSame(trust, options.trust());
    assertSame(keys, options.keys());
    assertEquals("zk.example", options.serverName());
    assertEquals(List.of("TLSv1.3", "TLSv1.2"), options.protocols());
    assertEquals(List.of("A"), options.cipherSuites());
    assertFalse(options.checksHostName());
    assertTrue(TlsOptions.DEFAULT.checksHostName(), "the original is as it was");
  }

  @Test
  void whoTrustsAnybodyChecksNoName() {
    assertFalse(TlsOptions.DEFAULT.trust(TlsTrust.anybody()).checksHostName());
  }

  @Test
  void contextBringsItsOwnTrustAndKeys() {
    TlsOptions options = TlsOptions.of(context()).serverName("zk.example").protocols("TLSv1.3");
    TlsKeys keys = TlsKeys.pem(FILE, FILE);

    assertTrue(options.checksHostName());
    assertThrows(IllegalStateException.class, () -> options.trust(TlsTrust.jdk()));
    assertThrows(IllegalStateException.class, () -> options.keys(keys));
  }

  @Test
  void badNamesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> TlsOptions.DEFAULT.serverName(" "));
    assertThrows(IllegalArgumentException.class, () -> new TlsTrust.Pem(List.of()));
  }

  @Test
  void passwordsAreNotSharedAndNotPrinted() {
    char[] secret = "hunter2".toCharArray();
    TlsPassword password = TlsPassword.of(secret);
    secret[0] = 'x';
    char[] given = password.given();

    assertArrayEquals("hunter2".toCharArray(), given);
    String printed =
        TlsOptions.DEFAULT
            .trust(TlsTrust.store(FILE, password))
            .keys(TlsKeys.pem(FILE, FILE, password))
            .toString();
    assertFalse(printed.contains("hunter2"), printed);
    assertEquals("no password", TlsPassword.NONE.toString());
    assertEquals("password in some.p12", TlsPassword.in(FILE).toString());
  }
}
