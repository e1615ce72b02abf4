package dev.mirliton.zk.examples.jobs;

import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.recipes.lock.LockLostException;
import java.time.Duration;

/** Does what may be done again, until it was done without a loss of connection, session or lock. */
final class Persistence {
  private static final Duration PATIENCE = Duration.ofMinutes(5); // longer than an outage

  private Persistence() {}

  /** Something that may be done again. */
  interface Task<T> {
    T run() throws InterruptedException;
  }

  static <T> T of(ZkClient zk, Task<T> task) throws InterruptedException {
    while (true) {
      try {
        return task.run();
      } catch (UnavailableException | SessionException | LockLostException lost) {
        zk.awaitConnected(PATIENCE);
      }
    }
  }
}
