package dev.mirliton.zk.recipes.lock;

import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.Op;
import dev.mirliton.zk.OpResult;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.TransactionException;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.ZkClient;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the check of a lock's znode before the steps of a transaction, and takes it out of what
 * comes back.
 */
final class Guard {
  private final Held held;
  private final Hold hold;

  Guard(Held held, Hold hold) {
    this.held = held;
    this.hold = hold;
  }

  ZkClient client() {
    return hold.site().client();
  }

  /** Throws unless the lock is held as far as this process knows. */
  void checkHeld() {
    held.checkHeld();
  }

  List<Op> withCheck(List<Op> steps) {
    List<Op> all = new ArrayList<>(steps.size() + 1);
    // Whatever its version: the name is nobody else's, so that it is there is enough.
    all.add(Op.check(hold.path(), Version.ANY));
    all.addAll(steps);
    return all;
  }

  static List<OpResult> withoutCheck(List<OpResult> results) {
    return List.copyOf(results.subList(1, results.size()));
  }

  /** Returns what the caller's own steps would have thrown. */
  RuntimeException translated(TransactionException refused) {
    if (refused.index() > 0) {
      return new TransactionException(refused.index() - 1, refused.op(), refused.reason());
    }
    if (refused.reason() instanceof NoNodeException) {
      hold.refused();
      return new LockLostException(hold.path(), refused);
    }
    return refused; // the check itself is not allowed, say
  }

  static String path(OpResult result) {
    if (result instanceof OpResult.Created created) {
      return created.path();
    }
    throw new IllegalStateException("not the result of a create: " + result);
  }

  static Stat stat(OpResult result) {
    if (result instanceof OpResult.Changed changed) {
      return changed.stat();
    }
    throw new IllegalStateException("not the result of a set: " + result);
  }
}
