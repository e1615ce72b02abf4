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
   * Whether the session is certainly alive: nobody ended it, began to ({@link ZkClient#close}) or
   * left it to others, and by the local clock the server cannot have expired it yet. That is
   * counted from the sending of the latest request that a server with a quorum has answered.
   *
   * <p>False is a doubt until the client says {@link ConnectionState#LOST}: should the client reach
   * a server that has kept the session, it is alive again. True is a promise only as far as clocks
   * run alike and this process is not stopped between asking and acting: for writes, use a check in
   * a transaction.
   *
   * <p>One thing no client can know: a server that is cut from its leader goes on answering until
   * it notices, for {@code syncLimit} ticks, while the leader hears nothing and may end the
   * session. For so long true may be wrong. A session timeout longer than that makes it rare,
   * because the client then finds another server in time.
   */
  boolean isAlive();

  /**
   * Returns a copy of the secret with which another connection may take this session over. Whoever
   * has id and password can end the session.
   */
  byte[] password();
}
