package dev.mirliton.zk.recipes.lock;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a lock is acquired: an owner that has it may acquire it again. Thread-safe.
 *
 * @param holds what each owner has, shared by all views of one lock
 * @param owner who acquires, or null for nobody in particular
 */
record Ownership(Map<Object, Hold> holds, @Nullable Object owner) {

  /** Starts a table of owners, for nobody in particular. */
  static Ownership ofNobody() {
    return new Ownership(new ConcurrentHashMap<>(), null);
  }

  /** Returns the same table for somebody. */
  Ownership of(Object someone) {
    return new Ownership(holds, someone);
  }

  /** Takes another share in what the owner has, or returns null if that is nothing. */
  @Nullable Hold enter() {
    Hold hold = owner == null ? null : holds.get(owner);
    return hold != null && hold.enter() ? hold : null;
  }

  /** The owner has the lock now. */
  void taken(Hold hold) {
    if (owner != null) {
      holds.put(owner, hold);
    }
  }

  /** The owner has let go of it. */
  void left(Hold hold) {
    if (owner != null) {
      holds.remove(owner, hold);
    }
  }
}
