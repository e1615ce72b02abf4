package dev.mirliton.zk.recipes.lock;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How a lock looks on the server. Immutable; each method returns a changed copy.
 *
 * <p>All who contend for a lock must agree on layout and further patterns.
 *
 * @since 0.1
 */
public final class LockOptions {
  /** kazoo's layout, no identifier. */
  public static final LockOptions DEFAULT = new LockOptions("", LockLayout.KAZOO, Set.of());

  private final String identifier;
  private final LockLayout layout;
  private final Set<String> morePatterns;

  private LockOptions(String identifier, LockLayout layout, Set<String> morePatterns) {
    this.identifier = identifier;
    this.layout = layout;
    this.morePatterns = morePatterns;
  }

  /** Names whoever acquires, for {@link ZkLock#contenders()}: the data of the lock's znodes. */
  public LockOptions identifier(String identifier) {
    return new LockOptions(identifier, layout, morePatterns);
  }

  /** Names znodes in another way. */
  public LockOptions layout(LockLayout layout) {
    return new LockOptions(identifier, layout, morePatterns);
  }

  /**
   * Counts znodes as contenders too whose name has {@code pattern} before its sequence number,
   * taken literally: {@code -lock-} for those of Go clients.
   */
  public LockOptions alsoContending(String pattern) {
    if (pattern.isEmpty()) {
      throw new IllegalArgumentException(
          "pattern must not be empty: every sequential znode would be a contender");
    }
    Set<String> patterns = new LinkedHashSet<>(morePatterns);
    patterns.add(pattern);
    return new LockOptions(identifier, layout, Set.copyOf(patterns));
  }

  /** Returns the name of whoever acquires; empty by default. */
  public String identifier() {
    return identifier;
  }

  /** Returns how znodes are named. */
  public LockLayout layout() {
    return layout;
  }

  /** Returns what else stands before the sequence number of a contender. */
  public Set<String> morePatterns() {
    return morePatterns;
  }

  @Override
  public String toString() {
    return "LockOptions[" + identifier + ", " + layout + ", " + morePatterns + "]";
  }
}
