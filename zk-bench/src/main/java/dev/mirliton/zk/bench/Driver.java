package dev.mirliton.zk.bench;

import java.io.IOException;
import java.time.Duration;

/**
 * A connected client that can be put to work. One workload runs at a time; within it {@link #get}
 * may be called by many threads unless the driver says otherwise.
 */
interface Driver extends AutoCloseable {
  /** The znode that is read. */
  String PATH = "/bench";

  /** Reads the znode and waits for the answer. */
  void get() throws Exception;

  /** Keeps {@code window} reads in flight for that long; a slice ends when all are answered. */
  Slice pipelined(int window, Duration length) throws Exception;

  /** Lets that many virtual threads read and wait, over and over, for that long. */
  default Slice crowded(int callers, Duration length) throws Exception {
    return new Crowd(this, callers).run(length);
  }

  @Override
  void close() throws IOException;
}
