package dev.mirliton.zk.protocol.sasl;

import java.util.concurrent.CompletionException;
import javax.security.auth.Subject;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.MessageProp;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;

/**
 * Our side of SASL by Kerberos (RFC 4752), without a security layer: what follows is encrypted by
 * TLS or not at all.
 *
 * <p>The JDK's own client can only ask for {@code service@host}. It looks the host up and takes a
 * longer name that the name service offers, and it cannot name a realm. Here the server's principal
 * is what the options say.
 */
final class GssapiClient implements SaslClient {
  private static final byte[] NOTHING = {};
  private static final byte NO_LAYER = 1;
  private static final int OFFER_BYTES = 4;

  private final Subject subject;
  private final String server;
  private @Nullable GSSContext context;
  private boolean complete;

  /**
   * Creates a client.
   *
   * @param subject has the tickets
   * @param server the server's principal
   */
  GssapiClient(Subject subject, String server) {
    this.subject = subject;
    this.server = server;
  }

  @Override
  public String getMechanismName() {
    return "GSSAPI";
  }

  @Override
  public boolean hasInitialResponse() {
    return true;
  }

  @Override
  public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
    try {
      return Subject.callAs(subject, () -> answer(challenge));
    } catch (CompletionException failure) {
      Throwable cause = failure.getCause();
      if (cause instanceof SaslException ours) {
        throw ours;
      }
      throw new SaslException(
          "no proof to "
              + server
              + " by Kerberos: "
              + (cause == null ? failure : cause.getMessage()),
          cause);
    }
  }

  private byte[] answer(byte[] challenge) throws GSSException, SaslException {
    GSSContext current = context;
    if (current == null) {
      current = open();
      context = current;
    }
    if (!current.isEstablished()) {
      byte[] token = current.initSecContext(challenge, 0, challenge.length);
      return token == null ? NOTHING : token;
    }
    // What the server offers is signed with the key that only it can have found in our ticket.
    byte[] offer = current.unwrap(challenge, 0, challenge.length, new MessageProp(false));
    if (offer.length != OFFER_BYTES || (offer[0] & NO_LAYER) == 0) {
      throw new SaslException(server + " demands a security layer, and there is none in ZooKeeper");
    }
    byte[] choice = {NO_LAYER, 0, 0, 0};
    byte[] token = current.wrap(choice, 0, choice.length, new MessageProp(0, false));
    complete = true;
    return token;
  }

  private GSSContext open() throws GSSException {
    GSSManager manager = GSSManager.getInstance();
    Oid kerberos = new Oid("1.2.840.113554.1.2.2");
    GSSName peer = manager.createName(server, new Oid("1.2.840.113554.1.2.2.1"));
    return manager.createContext(peer, kerberos, null, GSSContext.DEFAULT_LIFETIME);
  }

  @Override
  public boolean isComplete() {
    return complete;
  }

  @Override
  public byte[] unwrap(byte[] incoming, int offset, int len) {
    throw new IllegalStateException("no security layer was agreed on");
  }

  @Override
  public byte[] wrap(byte[] outgoing, int offset, int len) {
    throw new IllegalStateException("no security layer was agreed on");
  }

  @Override
  public @Nullable Object getNegotiatedProperty(String name) {
    return null;
  }

  @Override
  public void dispose() throws SaslException {
    GSSContext open = context;
    context = null;
    if (open != null) {
      try {
        open.dispose();
      } catch (GSSException failure) {
        throw new SaslException("cannot forget a context", failure);
      }
    }
  }
}
