package dev.mirliton.zk.protocol.sasl;

import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.KerberosLogin;
import dev.mirliton.zk.KerberosOptions;
import java.net.InetAddress;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.sasl.SaslClient;
import org.jspecify.annotations.Nullable;

/** Kerberos. */
final class Gssapi implements Mechanism {
  private final KerberosOptions options;
  private final @Nullable KerberosTickets tickets; // null if the application cares for them

  Gssapi(KerberosOptions options) {
    this.options = options;
    this.tickets = KerberosTickets.of(options.login());
  }

  @Override
  public @Nullable KerberosTickets tickets() {
    return tickets;
  }

  @Override
  public SaslClient clientFor(Hosts.Server server, InetAddress address)
      throws MechanismException, InterruptedException {
    Subject subject =
        options.login() instanceof KerberosLogin.Given given || tickets == null
            ? given(options.login())
            : tickets.current().subject();
    return new GssapiClient(subject, principalOf(server, address, subject));
  }

  private static Subject given(KerberosLogin login) {
    return ((KerberosLogin.Given) login).subject();
  }

  /** Returns whom the server must prove to be. */
  private String principalOf(Hosts.Server server, InetAddress address, Subject client) {
    String named = options.serverPrincipal();
    String name = named == null ? options.serviceName() + "/" + host(server, address) : named;
    if (name.indexOf('@') >= 0) {
      return name;
    }
    String realm = options.serverRealm();
    if (realm == null) {
      Set<KerberosPrincipal> us = client.getPrincipals(KerberosPrincipal.class);
      realm = us.isEmpty() ? null : us.iterator().next().getRealm();
    }
    return realm == null ? name : name + "@" + realm;
  }

  private String host(Hosts.Server server, InetAddress address) {
    if (!options.hasCanonicalHost()) {
      return server.host();
    }
    String found = address.getCanonicalHostName();
    return found.equals(address.getHostAddress()) ? server.host() : found; // nobody knows it
  }
}
