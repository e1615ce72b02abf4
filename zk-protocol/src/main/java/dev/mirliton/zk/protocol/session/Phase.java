package dev.mirliton.zk.protocol.session;

/** Where a session stands on its way to, or with, a server. */
enum Phase {
  /** A round of attempts failed; waiting before the next. */
  PAUSING,
  /** A host name is being resolved. */
  RESOLVING,
  /** A link is being opened. */
  OPENING,
  /** The connect request was sent; nothing else may be until its answer is here. */
  HANDSHAKING,
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
