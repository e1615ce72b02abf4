package dev.mirliton.zk.protocol.session;

/** Where a session stands on its way to, or with, a server. */
enum Phase {
  /** No server serves it yet; {@link Approach} is looking for one. */
  CONNECTING,
  /** A server granted the session; nothing but SASL may be said until it is content. */
  NEGOTIATING,
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
