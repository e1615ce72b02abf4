package dev.mirliton.zk.protocol.session;

/** Where a session stands on its way to, or with, a server. */
enum Phase {
  /** No server serves it yet; {@link Approach} is looking for one. */
  CONNECTING,
  /** Credentials were sent. */
  AUTHENTICATING,
  /** Requests flow. */
  LIVE,
  /** Closed, or refused for good. */
  OVER;

  boolean isEstablished() {
    return this == AUTHENTICATING || this == LIVE;
  }
}
