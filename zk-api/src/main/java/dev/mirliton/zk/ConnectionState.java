package dev.mirliton.zk;

/**
 * What an application needs to know of the connection. {@link KeeperState} has the details.
 *
 * @since 0.1
 */
public enum ConnectionState {
  /** A server answers, and authentication is done. */
  CONNECTED,
  /**
   * No server answers just now; the session may live. Doubt what you hold, stop what must be
   * exclusive.
   */
  SUSPENDED,
  /**
   * The session is over, by a server's word or because it can no longer be alive by the local
   * clock: ephemeral znodes, locks and watches are gone. A new session follows by itself, unless
   * the state is final ({@link KeeperState#isTerminal}): after close, refused credentials, or a
   * policy that gave up.
   */
  LOST
}
