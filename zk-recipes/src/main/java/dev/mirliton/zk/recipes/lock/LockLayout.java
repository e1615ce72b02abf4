package dev.mirliton.zk.recipes.lock;

/**
 * How the znodes of a lock are named, and so with whom it is shared.
 *
 * @since 0.1
 */
public enum LockLayout {
  /** {@code <32 hexadecimal digits>__lock__<sequence number>}: the same lock as kazoo's. */
  KAZOO("__lock__"),
  /**
   * {@code _c_<UUID>-lock-<sequence number>}: the same lock as Curator's {@code InterProcessMutex}
   * and those of Go clients.
   */
  CURATOR("-lock-");

  private final String pattern;

  LockLayout(String pattern) {
    this.pattern = pattern;
  }

  /** Returns what stands before the sequence number of every contender. */
  String pattern() {
    return pattern;
  }

  /**
   * Returns the name before its sequence number.
   *
   * @param unique 32 hexadecimal digits
   */
  String prefix(String unique) {
    return switch (this) {
      case KAZOO -> unique + pattern;
      case CURATOR -> "_c_" + withDashes(unique) + pattern;
    };
  }

  private static String withDashes(String unique) {
    return String.join(
        "-",
        unique.substring(0, 8),
        unique.substring(8, 12),
        unique.substring(12, 16),
        unique.substring(16, 20),
        unique.substring(20));
  }
}
