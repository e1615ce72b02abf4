package dev.mirliton.zk.testing.model;

/**
 * A transaction in a server's log.
 *
 * @param zxid the leader's epoch in the upper 32 bits, its count of proposals, from 1, below
 * @param <T> what a transaction is
 * @since 0.1
 */
public record LogEntry<T>(long zxid, T txn) {

  @Override
  public String toString() {
    return "0x" + Long.toHexString(zxid) + " " + txn;
  }
}
