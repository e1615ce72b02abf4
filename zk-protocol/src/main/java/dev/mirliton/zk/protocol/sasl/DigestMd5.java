package dev.mirliton.zk.protocol.sasl;

import dev.mirliton.zk.DigestMd5Options;
import dev.mirliton.zk.Hosts;
import java.net.InetAddress;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

/** A user name and a password that does not travel. */
record DigestMd5(DigestMd5Options options) implements Mechanism {
  private static final String[] MECHANISM = {"DIGEST-MD5"};

  /** What ZooKeeper servers call themselves here, whatever their hosts. */
  private static final String SERVER = "zk-sasl-md5";

  @Override
  public SaslClient clientFor(Hosts.Server server, InetAddress address) throws MechanismException {
    SaslClient client;
    try {
      client = Sasl.createSaslClient(MECHANISM, null, "zookeeper", SERVER, Map.of(), this::fillIn);
    } catch (SaslException failure) {
      throw new MechanismException("no DIGEST-MD5", failure);
    }
    if (client == null) {
      throw new MechanismException("this JDK has no DIGEST-MD5 (in FIPS mode it has none)");
    }
    return client;
  }

  private void fillIn(Callback[] form) {
    for (Callback entry : form) {
      if (entry instanceof NameCallback name) {
        name.setName(options.user());
      } else if (entry instanceof PasswordCallback password) {
        password.setPassword(options.password().toCharArray());
      } else if (entry instanceof RealmCallback realm) {
        realm.setText(realm.getDefaultText()); // the one that the server named
      }
    }
  }
}
