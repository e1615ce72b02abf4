package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.protocol.wire.ConnectRequest;
import dev.mirliton.zk.protocol.wire.ConnectResponse;

/**
 * What a server must be shown to go on with a session: its id, its password, and the last
 * transaction that this client has seen.
 */
final class Identity {
  private static final byte[] NO_PASSWORD = new byte[16];

  private final SessionConfig config;
  private long id;
  private byte[] password = NO_PASSWORD;
  private long lastZxid;
  private boolean confirmed;
  private boolean provisional;
  private boolean used;

  Identity(SessionConfig config) {
    this.config = config;
    id = config.sessionId();
    used = id != 0; // by whoever left it
    if (config.password() != null) {
      password = config.password();
    }
  }

  ConnectRequest request() {
    return new ConnectRequest(
        0, lastZxid, config.sessionTimeoutMs(), id, password, config.readOnly());
  }

  /** Whether there is no session to go on with. */
  boolean isNone() {
    return id == 0;
  }

  /**
   * Whether there is a session that somebody may have used. One that never got beyond the proof of
   * who we are has nothing in it, and the server may be left to forget it.
   */
  boolean isWorthEnding() {
    return used;
  }

  /** Requests flow. */
  void served() {
    used = true;
  }

  /** Whether a server has confirmed the session, so that the heartbeat knows its times. */
  boolean isConfirmed() {
    return confirmed;
  }

  /** Whether the answer grants this session, or a new one if there is none. */
  boolean isGrantedBy(ConnectResponse response) {
    return id == 0 || id == response.sessionId();
  }

  /**
   * Whether the session was made up by a server without a quorum: no other server knows it, so it
   * ends with the connection.
   */
  boolean isProvisional() {
    return provisional;
  }

  void granted(ConnectResponse response) {
    if (id == 0) {
      provisional = Boolean.TRUE.equals(response.readOnly());
    }
    id = response.sessionId();
    password = response.password();
    confirmed = true;
  }

  /** Returns what another client must show. */
  ZkOptions.Attachment attachment() {
    return new ZkOptions.Attachment(id, password.clone());
  }

  long lastZxid() {
    return lastZxid;
  }

  /**
   * A reply to a user's request, in its order, named {@code zxid}. Only those count: one
   * transaction may send several events with one zxid, and counting the first as seen would lose
   * the others when the line drops in between (ZOOKEEPER-4655).
   */
  void seen(long zxid) {
    if (zxid > lastZxid) {
      lastZxid = zxid;
    }
  }

  /** The session is over. The next begins anew. */
  void forget() {
    id = 0;
    password = NO_PASSWORD;
    lastZxid = 0; // an ensemble restored from a backup would refuse a client that has seen more
    confirmed = false;
    provisional = false;
    used = false;
  }
}
