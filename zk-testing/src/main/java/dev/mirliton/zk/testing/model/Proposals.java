package dev.mirliton.zk.testing.model;

/**
 * The way from a {@link ServerCore} to the leader, be it the same server or another. Everything is
 * handed over in order, and answered, if at all, by a call to the core: at once, on the stack of
 * the call, or later. What is lost with a leader is not answered: the core is told to {@linkplain
 * ServerCore#serve serve} anew.
 */
interface Proposals {

  /** Asks for a write. Comes back, committed or refused, by {@code ServerCore}. */
  void submit(Submission submission);

  /**
   * Asks the leader for a sign of life, behind all that it has proposed by then. Comes back by
   * {@code ServerCore}.
   */
  void sync(long ticket);

  /**
   * Asks whether a session lives, and moves it to this server if it does. Comes back by {@link
   * ServerCore#revalidated}.
   */
  void revalidate(long ticket, long sessionId, int timeoutMs);

  /** Tells that a session was heard of. */
  void touch(long sessionId, int timeoutMs);
}
