package dev.mirliton.zk.spi.parts;

import dev.mirliton.zk.spi.Parking;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads, platform or virtual, that park; a virtual one frees its carrier.
 *
 * @since 0.1
 */
public enum ThreadParking implements Parking {
  /** The one there is. */
  INSTANCE;

  @Override
  public void park(Object blocker, long nanos) {
    if (nanos == Long.MAX_VALUE) {
      LockSupport.park(blocker);
    } else if (nanos > 0) {
      LockSupport.parkNanos(blocker, nanos);
    }
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void unpark(Thread thread) {
    LockSupport.unpark(thread);
  }
}
