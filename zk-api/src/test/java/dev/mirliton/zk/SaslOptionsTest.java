package dev.mirliton.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import javax.security.auth.Subject;
import org.junit.jupiter.api.Test;

class SaslOptionsTest {
  private static final Path KEYTAB = Path.of("app.keytab");

  @Test
  void passwordIsNeverShown() {
    SaslOptions sasl = SaslOptions.digestMd5("bob", "s3cret");

    ZkOptions options = ZkOptions.to("zk1").sasl(sasl).build();

    assertEquals("DIGEST-MD5 as bob", sasl.toString());
    assertFalse(options.toString().contains("s3cret"), options.toString());
    assertTrue(options.toString().contains("DIGEST-MD5 as bob"), options.toString());
  }

  @Test
  void ticketsOfASubjectAreNeverShown() {
    Subject subject = new Subject(false, Set.of(), Set.of(), Set.of("the ticket"));

    assertEquals("Kerberos as the subject of []", SaslOptions.kerberos(subject).toString());
  }

  @Test
  void saslIsOffUnlessAskedFor() {
    assertNull(ZkOptions.to("zk1").build().sasl());
  }

  @Test
  void builderOfOptionsKeepsSasl() {
    SaslOptions sasl = SaslOptions.kerberosFromTicketCache();

    assertSame(sasl, ZkOptions.to("zk1").sasl(sasl).build().toBuilder().build().sasl());
  }

  @Test
  void serverIsZooKeeperOnTheConfiguredHostByDefault() {
    KerberosOptions kerberos = SaslOptions.kerberos("app", KEYTAB);

    assertEquals("zookeeper", kerberos.serviceName());
    assertNull(kerberos.serverPrincipal());
    assertNull(kerberos.serverRealm());
    assertFalse(kerberos.hasCanonicalHost());
    assertEquals(new KerberosLogin.Keytab("app", KEYTAB), kerberos.login());
  }

  @Test
  void copiesDifferInOneThingAndShareTheLogin() {
    KerberosOptions plain = SaslOptions.kerberosFromJaas("Client");

    KerberosOptions changed =
        plain
            .withServiceName("zk")
            .withServerPrincipal("zk/any")
            .withServerRealm("EXAMPLE.COM")
            .withCanonicalHost();

    assertEquals("zk", changed.serviceName());
    assertEquals("zk/any", changed.serverPrincipal());
    assertEquals("EXAMPLE.COM", changed.serverRealm());
    assertTrue(changed.hasCanonicalHost());
    assertSame(plain.login(), changed.login());
    assertEquals("zookeeper", plain.serviceName());
  }

  @Test
  void emptyNamesAreRefused() {
    KerberosOptions kerberos = SaslOptions.kerberosFromTicketCache();

    assertThrows(IllegalArgumentException.class, () -> SaslOptions.digestMd5("", "x"));
    assertThrows(IllegalArgumentException.class, () -> SaslOptions.kerberos(" ", KEYTAB));
    assertThrows(IllegalArgumentException.class, () -> SaslOptions.kerberosFromJaas(""));
    assertThrows(IllegalArgumentException.class, () -> kerberos.withServiceName(""));
    assertThrows(IllegalArgumentException.class, () -> kerberos.withServerPrincipal(""));
    assertThrows(IllegalArgumentException.class, () -> kerberos.withServerRealm(""));
  }
}
