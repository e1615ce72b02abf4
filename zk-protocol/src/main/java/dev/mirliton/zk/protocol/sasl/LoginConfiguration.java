package dev.mirliton.zk.protocol.sasl;

import dev.mirliton.zk.KerberosLogin;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;

/**
 * What would stand in a JAAS file, had there been one. The file {@code krb5.conf} is read anew at
 * each login, so that a change counts without a restart.
 */
final class LoginConfiguration extends Configuration {
  private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule";

  private final AppConfigurationEntry[] entries;

  private LoginConfiguration(Map<String, String> options) {
    entries =
        new AppConfigurationEntry[] {
          new AppConfigurationEntry(MODULE, LoginModuleControlFlag.REQUIRED, options)
        };
  }

  static LoginConfiguration by(KerberosLogin.Keytab keytab) {
    return new LoginConfiguration(
        Map.of(
            "refreshKrb5Config", "true",
            "doNotPrompt", "true",
            "useKeyTab", "true",
            "keyTab", keytab.file().toAbsolutePath().toString(),
            "principal", keytab.principal()));
  }

  static LoginConfiguration by(KerberosLogin.TicketCache cache) {
    Map<String, String> options = new HashMap<>();
    options.put("refreshKrb5Config", "true");
    options.put("doNotPrompt", "true");
    options.put("useTicketCache", "true");
    options.put("renewTGT", "true");
    if (cache.file() != null) {
      options.put("ticketCache", cache.file().toAbsolutePath().toString());
    }
    return new LoginConfiguration(options);
  }

  @Override
  public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
    return entries.clone();
  }
}
