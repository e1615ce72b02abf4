package dev.mirliton.zk.protocol.sasl;

import dev.mirliton.zk.DigestMd5Options;
import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.KerberosOptions;
import dev.mirliton.zk.SaslOptions;
import java.net.InetAddress;
import javax.security.sasl.SaslClient;
import org.jspecify.annotations.Nullable;

/** A way to prove who we are. Thread-safe; what it makes is for one exchange, step by step. */
public interface Mechanism {

  /** Returns the mechanism that the options ask for. */
  static Mechanism of(SaslOptions options) {
    return switch (options) {
      case DigestMd5Options digest -> new DigestMd5(digest);
      case KerberosOptions kerberos -> new Gssapi(kerberos);
    };
  }

  /**
   * Returns our side of an exchange with a server. May block: for a login, or a name service.
   *
   * @param address where the server was reached
   */
  SaslClient clientFor(Hosts.Server server, InetAddress address)
      throws MechanismException, InterruptedException;

  /** Returns the tickets to be kept fresh, if there are any. */
  default @Nullable KerberosTickets tickets() {
    return null;
  }
}
