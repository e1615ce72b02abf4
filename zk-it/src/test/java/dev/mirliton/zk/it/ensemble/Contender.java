package dev.mirliton.zk.it.ensemble;

/** A client in an outage, and when it noticed. Used by one thread; times are of the real clock. */
interface Contender extends AutoCloseable {

  /** Returns when the connection was said to be away for the first time, or 0. */
  long doubtedNs();

  /** Writes to a znode, again and again until that is acknowledged. */
  void write(String path) throws Exception;

  @Override
  void close();
}
