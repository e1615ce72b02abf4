package dev.mirliton.zk.recipes.lock;

import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Op;
import dev.mirliton.zk.OpResult;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.TransactionException;
import dev.mirliton.zk.Version;
import java.util.List;

/**
 * Writes that happen only while a lock is held: each goes as a transaction that first checks that
 * the lock's znode is there. Thread-safe.
 *
 * <p>Every method throws what the same method of {@link dev.mirliton.zk.ZkClient} does, and besides
 * {@link LockLostException} if the lock is lost, {@link IllegalStateException} if it was let go;
 * nothing has changed then. An unknown fate stays unknown: a write whose answer was lost may have
 * happened, though never after another had the lock.
 *
 * @since 0.1
 */
public final class GuardedClient {
  private final Guard guard;

  GuardedClient(Guard guard) {
    this.guard = guard;
  }

  /** Returns the same writes for code that must not wait. */
  public AsyncGuardedClient async() {
    return new AsyncGuardedClient(guard);
  }

  /** Creates a znode; its options must not ask for parents. */
  public String create(String path, byte[] data, CreateOptions options)
      throws InterruptedException {
    return Guard.path(one(Op.create(path, data, options)));
  }

  /** Creates a persistent znode. */
  public String create(String path, byte[] data) throws InterruptedException {
    return create(path, data, CreateOptions.PERSISTENT);
  }

  /** Replaces the data. */
  public Stat set(String path, byte[] data, Version expected) throws InterruptedException {
    return Guard.stat(one(Op.set(path, data, expected)));
  }

  /** Replaces the data, whatever its version. */
  public Stat set(String path, byte[] data) throws InterruptedException {
    return set(path, data, Version.ANY);
  }

  /** Deletes a znode. */
  public void delete(String path, Version expected) throws InterruptedException {
    one(Op.delete(path, expected));
  }

  /** Deletes a znode, whatever its version. */
  public void delete(String path) throws InterruptedException {
    delete(path, Version.ANY);
  }

  /**
   * Does all steps or none.
   *
   * @return what each did, in order
   * @throws TransactionException naming the step that was refused
   */
  public List<OpResult> transact(List<Op> steps) throws InterruptedException {
    guard.checkHeld();
    try {
      return Guard.withoutCheck(guard.client().transact(guard.withCheck(steps)));
    } catch (TransactionException refused) {
      throw guard.translated(refused);
    }
  }

  /** Does all steps or none; see {@link #transact(List)}. */
  public List<OpResult> transact(Op... steps) throws InterruptedException {
    return transact(List.of(steps));
  }

  private OpResult one(Op step) throws InterruptedException {
    try {
      return transact(step).get(0);
    } catch (TransactionException refused) {
      throw refused.reason().rethrown();
    }
  }
}
