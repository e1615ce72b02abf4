package dev.mirliton.zk.testing.model;

/**
 * A transaction: what is proposed, logged and committed, in the order of {@code zxid}.
 *
 * @param zxid its number: the epoch in the upper half, a counter in the lower
 * @param timeMs when the leader made it, milliseconds since the epoch
 * @param sessionId who asked; 0 for nobody
 * @param cxid what the session called its request
 * @param ticket what the server that asked calls it; see {@link Submission}
 * @param change what it does
 */
record Txn(long zxid, long timeMs, long sessionId, int cxid, long ticket, Change change) {
  @Override
  public String toString() {
    return "0x" + Long.toHexString(zxid) + " " + change;
  }
}
