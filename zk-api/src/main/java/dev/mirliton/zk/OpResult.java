package dev.mirliton.zk;

import org.jspecify.annotations.Nullable;

/**
 * What one step of a transaction did.
 *
 * @since 0.1
 */
public sealed interface OpResult {

  /**
   * A znode was created.
   *
   * @param path its path, with the sequence number if one was asked for
   * @param stat its stat, or null: servers before 3.9 do not send it for every lifetime
   */
  record Created(String path, @Nullable Stat stat) implements OpResult {}

  /**
   * A znode's data was replaced.
   *
   * @param stat its new stat
   */
  record Changed(Stat stat) implements OpResult {}

  /** A znode was deleted. */
  record Deleted() implements OpResult {}

  /** A version was as expected. */
  record Checked() implements OpResult {}
}
