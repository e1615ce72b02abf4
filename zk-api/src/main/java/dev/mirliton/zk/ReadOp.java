package dev.mirliton.zk;

/**
 * One of many reads that travel together; see {@link ZkClient#readAll}.
 *
 * @since 0.1
 */
public sealed interface ReadOp {

  /** Returns the znode to read. */
  String path();

  /** Reads data and stat. */
  static ReadOp get(String path) {
    return new Get(path);
  }

  /** Lists the names of children. */
  static ReadOp children(String path) {
    return new ListChildren(path);
  }

  /** Reads data and stat. */
  record Get(String path) implements ReadOp {}

  /** Lists the names of children. */
  record ListChildren(String path) implements ReadOp {}
}
