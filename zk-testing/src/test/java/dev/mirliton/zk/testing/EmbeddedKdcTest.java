package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Registration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbeddedKdcTest {
  private static EmbeddedKdc kdc;
  private static Registration use;

  @BeforeAll
  static void start() throws Exception {
    kdc = EmbeddedKdc.run();
    use = kdc.useHere();
  }

  @AfterAll
  static void stop() {
    use.close();
    kdc.close();
  }

  private static Subject login(String principal, Path keytab) throws LoginException {
    Configuration configuration =
        new Configuration() {
          @Override
          public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            Map<String, String> options =
                Map.of(
                    "refreshKrb5Config", "true",
                    "doNotPrompt", "true",
                    "useKeyTab", "true",
                    "keyTab", keytab.toString(),
                    "principal", principal);
            return new AppConfigurationEntry[] {
              new AppConfigurationEntry(
                  "com.sun.security.auth.module.Krb5LoginModule",
                  AppConfigurationEntry.LoginModuleControlFlag.REQUIRED,
                  options)
            };
          }
        };
    LoginContext context = new LoginContext("test", new Subject(), null, configuration);
    context.login();
    return context.getSubject();
  }

  @Test
  void principalOfAKeytabLogsIn() throws Exception {
    Path keytab = kdc.keytab("app/localhost");

    Subject subject = login("app/localhost", keytab);

    assertEquals(
        "app/localhost@" + EmbeddedKdc.REALM, subject.getPrincipals().iterator().next().getName());
  }

  @Test
  void passwordBuysATicketAlsoAfterAnotherKdcHasCome() throws Exception {
    kdc.add("clerk", "secret");
    EmbeddedKdc.run().close();

    assertTrue(Files.size(kdc.ticketCache("clerk", "secret")) > 0);
    assertThrows(IllegalStateException.class, () -> kdc.ticketCache("clerk", "guess"));
  }

  @Test
  void principalThatWasRemovedDoesNot() throws Exception {
    Path keytab = kdc.keytab("gone");

    kdc.remove("gone");

    assertThrows(LoginException.class, () -> login("gone", keytab));
  }

  @Test
  void threadsAndSocketsOfTheKdcAreNobodysLeak() throws Exception {
    LeakCheck check = LeakCheck.begin();
    EmbeddedKdc another = EmbeddedKdc.run();
    Registration instead = another.useHere();
    try {
      login("app", another.keytab("app"));

      check.close();
    } finally {
      instead.close();
      another.close();
    }
  }

  @Test
  void closedKdcLeavesNothing() throws Exception {
    EmbeddedKdc brief = EmbeddedKdc.run();
    Path keytab = brief.keytab("app");
    assertTrue(Files.exists(keytab));

    brief.close();

    assertFalse(Files.exists(keytab));
    assertFalse(EmbeddedKdc.anyListensOn(brief.port()));
  }
}
