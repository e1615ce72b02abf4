package dev.mirliton.zk;

import java.util.Objects;

/**
 * One step of a transaction.
 *
 * @since 0.1
 */
public sealed interface Op {

  /** Returns the znode the step is about. */
  String path();

  /** Creates a znode. Its options must not ask for parents: add a step for each instead. */
  static Op create(String path, byte[] data, CreateOptions options) {
    return new Create(path, data, options);
  }

  /** Creates a persistent znode. */
  static Op create(String path, byte[] data) {
    return new Create(path, data, CreateOptions.PERSISTENT);
  }

  /** Replaces a znode's data. */
  static Op set(String path, byte[] data, Version expected) {
    return new SetData(path, data, expected);
  }

  /** Deletes a znode. */
  static Op delete(String path, Version expected) {
    return new Delete(path, expected);
  }

  /** Does nothing, and fails unless the znode is there in that version. */
  static Op check(String path, Version expected) {
    return new Check(path, expected);
  }

  /** Creates a znode. The array is not copied: leave it alone until the transaction is done. */
  record Create(String path, byte[] data, CreateOptions options) implements Op {
    /** Checks that the options can be carried out in one step. */
    public Create {
      Objects.requireNonNull(data, "data");
      if (options.createsParents()) {
        throw new IllegalArgumentException(
            "a transaction step cannot create parents; add a step for each: " + path);
      }
    }

    @Override
    public String toString() {
      return "create " + path + " (" + data.length + " bytes, " + options + ")";
    }
  }

  /**
   * Replaces a znode's data. The array is not copied: leave it alone until the transaction is done.
   */
  record SetData(String path, byte[] data, Version expected) implements Op {
    /** Checks that there is data. */
    public SetData {
      Objects.requireNonNull(data, "data");
    }

    @Override
    public String toString() {
      return "set " + path + " (" + data.length + " bytes, " + expected + ")";
    }
  }

  /** Deletes a znode. */
  record Delete(String path, Version expected) implements Op {}

  /** Fails unless the znode is there in that version. */
  record Check(String path, Version expected) implements Op {}
}
