package dev.mirliton.zk;

import java.time.Duration;

/**
 * One session with the ensemble. A new session is a new object: compare by identity, or ids.
 *
 * @since 0.1
 */
public interface ZkSession {

  /** Returns the id that the ensemble gave: what {@link Stat#ephemeralOwner()} holds. */
  long id();

  /** Returns the timeout that the server granted; it may differ from what was asked for. */
  Duration timeout();

  /**
   * Whether the session is certainly alive: nobody ended it or began to ({@link ZkClient#close}),
   * and by the local clock the server cannot have expired it yet. That is counted from the sending
   * of the latest request that a server with a quorum has answered.
   *
   * <p>False is a doubt until the client says {@link ConnectionState#LOST}: should the client reach
   * a server that has kept the session, it is alive again. True is a promise only as far as clocks
   * run alike and this process is not stopped between asking and acting: for writes, use a check in
   * a transaction.
   */
  boolean isAlive();

  /**
   * Returns a copy of the secret with which another connection may take this session over. Whoever
   * has id and password can end the session.
   */
  byte[] password();
}
