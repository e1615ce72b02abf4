package dev.mirliton.zk;

import java.nio.file.Path;
import javax.security.auth.Subject;

/**
 * How a client proves by SASL who it is: before it shows any {@link Authentication}, before it sets
 * watches again and before it says that it is connected. Given to {@link ZkOptions.Builder#sasl}.
 *
 * <p>Servers know the client as {@code sasl:user} then, or by the name that their rules make of a
 * Kerberos principal.
 *
 * @since 0.1
 */
public sealed interface SaslOptions permits DigestMd5Options, KerberosOptions {

  /**
   * A user name and password by DIGEST-MD5, as servers list them in their JAAS file. The password
   * does not travel; what follows does, in the clear unless there is TLS. A JDK in FIPS mode has no
   * such mechanism.
   *
   * @throws IllegalArgumentException if {@code user} is empty
   */
  static DigestMd5Options digestMd5(String user, String password) {
    return new DigestMd5Options(user, password);
  }

  /**
   * Kerberos by a principal's keytab: for services. Tickets are fetched anew before they expire.
   *
   * @param principal {@code app} or {@code app/host@REALM}; without a realm that of {@code
   *     krb5.conf}
   * @param keytab the file with its key; read at every login, so that a newer one counts from then
   *     on
   */
  static KerberosOptions kerberos(String principal, Path keytab) {
    return new KerberosOptions(new KerberosLogin.Keytab(principal, keytab));
  }

  /**
   * Kerberos by the tickets that {@code kinit} left for the user of this process. They are renewed
   * as long as the KDC allows; after that it takes another {@code kinit}, which is noticed.
   */
  static KerberosOptions kerberosFromTicketCache() {
    return new KerberosOptions(new KerberosLogin.TicketCache(null));
  }

  /** The same, by tickets that {@code kinit -c} left in a file. */
  static KerberosOptions kerberosFromTicketCache(Path file) {
    return new KerberosOptions(new KerberosLogin.TicketCache(file));
  }

  /**
   * Kerberos by a section of the JAAS configuration of this process ({@code
   * java.security.auth.login.config}), whatever login modules stand there. The official client's
   * section is called {@code Client}.
   */
  static KerberosOptions kerberosFromJaas(String section) {
    return new KerberosOptions(new KerberosLogin.JaasSection(section));
  }

  /**
   * Kerberos by tickets that the application keeps in a subject, and keeps fresh, by itself. Read
   * at every connection.
   */
  static KerberosOptions kerberos(Subject subject) {
    return new KerberosOptions(new KerberosLogin.Given(subject));
  }
}
