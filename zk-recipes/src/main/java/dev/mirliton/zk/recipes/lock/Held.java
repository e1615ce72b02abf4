package dev.mirliton.zk.recipes.lock;

import dev.mirliton.zk.Registration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A lock that is held, until it is closed or lost. Thread-safe; it belongs to no thread.
 *
 * <p>A lock is <em>lost</em> when its session ends, when the session can no longer be alive by the
 * local clock, and when somebody else deletes its znode. Nothing can keep a process that was
 * stopped for a while from going on as if it still had the lock; what protects data from it is
 * {@link #guarded()}, or a {@link #fencingToken()} where the data is not in ZooKeeper.
 *
 * @since 0.1
 */
public final class Held implements AutoCloseable {
  private final Hold hold;
  private final Ownership ownership;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * What became of a lock.
   *
   * @since 0.1
   */
  public enum State {
    /** It is held, as far as this process can know. */
    HELD,
    /** It was lost before it was let go. */
    LOST,
    /** It is no longer held here, but its znode may still be there. */
    RELEASING,
    /** It was let go, and its znode is gone or goes with its session. */
    RELEASED
  }

  Held(Hold hold, Ownership ownership) {
    this.hold = hold;
    this.ownership = ownership;
  }

  /**
   * Whether the lock is held: not closed, not lost. False once is false for ever. True is a promise
   * only as far as clocks run alike and this process is not stopped between asking and acting.
   */
  public boolean isValid() {
    return !closed.get() && hold.isValid();
  }

  /** Returns what became of the lock. */
  public State state() {
    return hold.state();
  }

  /**
   * Calls {@code listener} once if the lock is lost; soon, if it is already. Never after {@link
   * #close}. Told on the event queue or the state queue of the client, so it must not wait for
   * long; on the calling thread if the client is closed, and has no queues any more.
   */
  public Registration onLost(Runnable listener) {
    return hold.onLost(
        () -> {
          if (!closed.get()) {
            listener.run();
          }
        });
  }

  /**
   * Returns a number that grows with every holder of the lock: a store that remembers the highest
   * it has seen can refuse those who held the lock before.
   *
   * @implNote the transaction that created the lock's znode (its czxid). Holders follow one another
   *     in the order in which their znodes were created, and transaction numbers only grow, also
   *     where the sequence number overflows or the parent was deleted in between. It starts anew
   *     only when an ensemble is set up anew, or restored from a backup.
   */
  public long fencingToken() {
    return hold.fencingToken();
  }

  /** Returns the path of the lock's znode. */
  public String path() {
    return hold.path();
  }

  /**
   * Returns a client whose writes are refused with {@link LockLostException} once the lock is not
   * held any more. The server decides: each write is a transaction that first checks that the
   * lock's znode is there.
   */
  public GuardedClient guarded() {
    return new GuardedClient(new Guard(this, hold));
  }

  /** Throws unless the lock is held as far as this process knows. */
  void checkHeld() {
    if (closed.get()) {
      throw new IllegalStateException("the lock was let go: " + path());
    }
    if (!hold.isValid()) {
      throw new LockLostException(path(), null);
    }
  }

  /**
   * Lets go, and returns when the znode is gone. When no server answers it does not wait: the znode
   * is deleted in the background as soon as one does, unless the session ends before. Nor does it
   * wait inside a callback of the client's event queue, or when the caller is interrupted; the flag
   * then stays set. Throws nothing. Idempotent.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      hold.leave();
    }
    if (hold.isLettingGo()) {
      ownership.left(hold);
      hold.awaitLetGo();
    }
  }

  @Override
  public String toString() {
    return "Held[" + path() + ", " + hold.state() + "]";
  }
}
