package dev.mirliton.zk.testing.model;

import java.util.List;
import java.util.Optional;

/**
 * What is replicated: one server's copy. A {@link Peer} calls it, from the world's one thread of
 * control; it may call that peer back.
 *
 * @param <R> what a request is
 * @param <T> what a transaction is: all that a server needs to apply it
 * @since 0.1
 */
public interface StateMachine<R, T> {

  /**
   * Forgets everything and becomes what these transactions make. Called once, before anything else:
   * with what a server that starts knows to be committed, and with nothing when its disk is empty.
   */
  void reset(List<T> committed);

  /**
   * Turns a request into a transaction: at the leader only, in the order of zxids, in a state that
   * includes every transaction prepared before, committed or not. A request that must fail becomes
   * a transaction that says so. After {@link #serving serving(false)} what was prepared and not
   * committed here is void: it may come back as committed, or never have been.
   *
   * @param zxid what the transaction will be known by
   */
  T prepare(long zxid, R request);

  /** Applies a transaction: each one once, in the order of zxids, at every server. */
  void commit(long zxid, T txn);

  /**
   * Tells whether this server is part of a quorum, as leader or follower, and may talk to clients.
   * Starts out false. When it ends, requests not yet committed are of unknown fate.
   */
  void serving(boolean serving);

  /** Takes what a follower, or the leader itself, gave to {@link Peer#toLeader}. Leader only. */
  default void fromFollower(int follower, Object message) {}

  /** Takes what the leader gave to {@link Peer#toFollower}. */
  default void fromLeader(Object message) {}

  /** Returns who belongs to the ensemble after this transaction, when it changes that. */
  default Optional<Membership> membership(T txn) {
    return Optional.empty();
  }
}
