package dev.mirliton.zk.recipes.lock;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.CallbackDeadlockException;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkPath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An exclusive lock that any number of processes contend for, first come, first served.
 *
 * <pre>{@code
 * var lock = ZkLock.at(zk, "/locks/ledger");
 * try (var held = lock.acquire()) {
 *   held.guarded().set("/ledger", nextPage());
 * }
 * }</pre>
 *
 * <p>What is acquired is a {@link Held}, and belongs to nobody but who has it: not to a thread, not
 * to this object. Each acquire contends for itself, so a second one waits for the first to be
 * closed, also in one thread; see {@link #ownedBy} for the exception. Thread-safe; costs nothing
 * while nobody acquires.
 *
 * <p>Acquiring goes on across reconnects and across the end of a session, which costs the place in
 * the queue. Whatever happens, no znode stays behind: an acquire that ends without the lock takes
 * its znode back, in the background and as soon as a server answers.
 *
 * <p>Inside a callback of the client's event queue (watch listeners, listeners of results) waiting
 * for the lock would never end, because acquiring takes steps on that queue: it throws {@link
 * CallbackDeadlockException}. Use {@link #async()} there.
 *
 * @since 0.1
 */
public final class ZkLock {
  private final AsyncZkLock async;

  private ZkLock(AsyncZkLock async) {
    this.async = async;
  }

  /**
   * Returns the lock at {@code path}, shared with kazoo clients. Asks no server.
   *
   * @param path the parent of the contenders' znodes; created as needed
   */
  public static ZkLock at(ZkClient client, String path) {
    return at(client, path, LockOptions.DEFAULT);
  }

  /** Returns the lock at {@code path}. Asks no server. */
  public static ZkLock at(ZkClient client, String path, LockOptions options) {
    ZkPath.check(path);
    return new ZkLock(
        new AsyncZkLock(
            new LockSite(client, path, options, new LockOrder(options)), Ownership.ofNobody()));
  }

  /** Returns the same lock for code that must not wait: same verbs. */
  public AsyncZkLock async() {
    return async;
  }

  /**
   * Returns a view of this lock that is reentrant: while {@code owner} has the lock, acquiring it
   * again for an equal owner gives another {@link Held} at once, and the lock is let go with the
   * last of them. An acquire that began before the owner had the lock waits its turn like any
   * other.
   *
   * @param owner whoever acquires, compared with {@code equals}: a request's id, say. Known to this
   *     lock object and its views only
   */
  public ZkLock ownedBy(Object owner) {
    return new ZkLock(async.ownedBy(owner));
  }

  /**
   * Waits until the lock is held, for as long as it takes.
   *
   * @throws dev.mirliton.zk.SessionException if the client is closed or its credentials are refused
   * @throws dev.mirliton.zk.ZkException if the server does not allow what a lock needs
   * @throws CallbackDeadlockException inside a callback of the event queue
   */
  public Held acquire() throws InterruptedException {
    return answer(async.acquire(), Held::close);
  }

  /**
   * Waits until the lock is held, not longer than {@code limit}, counted once over reconnecting and
   * waiting.
   *
   * @return the lock, or nothing if it could not be had in time, for whatever reason
   * @throws dev.mirliton.zk.SessionException if the client is closed or its credentials are refused
   * @throws dev.mirliton.zk.ZkException if the server does not allow what a lock needs
   * @throws CallbackDeadlockException inside a callback of the event queue
   */
  public Optional<Held> acquire(Duration limit) throws InterruptedException {
    return answer(async.acquire(limit), held -> held.ifPresent(Held::close));
  }

  /**
   * Takes the lock if nobody else contends for it. Waits for the server only.
   *
   * @return the lock, or nothing if somebody else has it or waits for it
   * @throws dev.mirliton.zk.DeadlineExceededException if no server could tell within the client's
   *     default deadline
   * @throws dev.mirliton.zk.ZkException as {@link #acquire()} does
   * @throws CallbackDeadlockException inside a callback of the event queue
   */
  public Optional<Held> tryAcquire() throws InterruptedException {
    return answer(async.tryAcquire(), held -> held.ifPresent(Held::close));
  }

  /**
   * Lists who has the lock and who waits for it, in this order. A glimpse: it is read in several
   * requests, and who leaves in between is not in it.
   */
  public List<Contender> contenders() throws InterruptedException {
    return answer(async.contenders(), list -> {});
  }

  /** Waits for a result. If the wait ends without it, what it may have become is given back. */
  private static <T> T answer(AsyncResult<T> result, Consumer<T> giveBack)
      throws InterruptedException {
    try {
      return result.get();
    } catch (InterruptedException | CallbackDeadlockException stop) {
      if (!result.cancel() && result.isSuccessful()) {
        giveBack.accept(result.value());
      }
      throw stop;
    }
  }

  @Override
  public String toString() {
    return async.toString();
  }
}
