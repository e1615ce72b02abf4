package dev.mirliton.zk;

/**
 * The finer state beneath {@link ConnectionState}.
 *
 * @since 0.1
 */
public enum KeeperState {
  /** Looking for a server. */
  CONNECTING(ConnectionState.SUSPENDED),
  /** Served by a server that reads and writes. */
  CONNECTED(ConnectionState.CONNECTED),
  /** Served by a server without a quorum: reads only. */
  CONNECTED_READ_ONLY(ConnectionState.CONNECTED),
  /** The session expired; a new one is being opened. */
  EXPIRED(ConnectionState.LOST),
  /** The client could not prove who it is; final. See {@link AuthenticationFailedException}. */
  AUTH_FAILED(ConnectionState.LOST),
  /** No server answered, and the {@link ReconnectPolicy} gave up; final. */
  GAVE_UP(ConnectionState.LOST),
  /** The client left its session to others ({@link ZkClient#detach}); final. */
  DETACHED(ConnectionState.LOST),
  /** The client is closed; final. */
  CLOSED(ConnectionState.LOST);

  private final ConnectionState connection;

  KeeperState(ConnectionState connection) {
    this.connection = connection;
  }

  /** Returns what this means for an application. */
  public ConnectionState connection() {
    return connection;
  }

  /** Whether no other state follows. */
  public boolean isTerminal() {
    return this == AUTH_FAILED || this == GAVE_UP || this == DETACHED || this == CLOSED;
  }
}
