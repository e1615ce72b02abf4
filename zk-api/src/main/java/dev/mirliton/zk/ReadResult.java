package dev.mirliton.zk;

import java.util.List;

/**
 * What one of many reads found. Each fails or succeeds for itself.
 *
 * @since 0.1
 */
public sealed interface ReadResult {

  /** Data and stat of a {@link ReadOp.Get}. */
  record Found(Node node) implements ReadResult {}

  /** Names of the children, for a {@link ReadOp.ListChildren}; in no particular order. */
  record Names(List<String> names) implements ReadResult {}

  /** What the read would have thrown alone. */
  record Failed(ZkException reason) implements ReadResult {}
}
