package dev.mirliton.zk;

import java.nio.file.Path;
import java.security.Principal;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

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

  /**
   * Tickets that {@code kinit} left.
   *
   * @param file where; or null, where the JDK looks for those of the user of this process: {@code
   *     KRB5CCNAME}, or {@code /tmp/krb5cc_} and the user's number
   */
  record TicketCache(@Nullable Path file) implements KerberosLogin {
    @Override
    public String toString() {
      return file == null ? "the user's ticket cache" : "ticket cache " + file;
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
      return "the subject of " + subject.getPrincipals().stream().map(Principal::getName).toList();
    }
  }
}
