package dev.mirliton.zk;

import java.nio.file.Path;
import javax.security.auth.Subject;

/**
 * Where a client's Kerberos tickets come from; see the methods of {@link SaslOptions}.
 *
 * @since 0.1
 */
public sealed interface KerberosLogin {

  /**
   * A principal and the file that holds its key.
   *
   * @param principal who
   * @param file the keytab
   */
  record Keytab(String principal, Path file) implements KerberosLogin {
    /** Checks the name. */
    public Keytab {
      if (principal.isBlank()) {
        throw new IllegalArgumentException("principal must not be blank");
      }
    }

    @Override
    public String toString() {
      return principal + " by keytab " + file;
    }
  }

  /** The tickets of the user of this process, wherever {@code krb5.conf} has them kept. */
  record TicketCache() implements KerberosLogin {
    @Override
    public String toString() {
      return "the user's ticket cache";
    }
  }

  /**
   * A section of the JAAS configuration of this process.
   *
   * @param name its name
   */
  record JaasSection(String name) implements KerberosLogin {
    /** Checks the name. */
    public JaasSection {
      if (name.isBlank()) {
        throw new IllegalArgumentException("section must not be blank");
      }
    }

    @Override
    public String toString() {
      return "JAAS section " + name;
    }
  }

  /**
   * Tickets that the application cares for.
   *
   * @param subject who has them
   */
  record Given(Subject subject) implements KerberosLogin {
    /** Says who, and nothing of the tickets. */
    @Override
    public String toString() {
      return "a subject with " + subject.getPrincipals();
    }
  }
}
