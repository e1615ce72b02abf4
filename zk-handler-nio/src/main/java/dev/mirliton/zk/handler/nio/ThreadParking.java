package dev.mirliton.zk.handler.nio;

import dev.mirliton.zk.spi.Parking;
import java.util.concurrent.locks.LockSupport;

/** Threads, platform or virtual, that park. */
enum ThreadParking implements Parking {
  INSTANCE;

  @Override
  public void park(Object blocker, long nanos) {
    if (nanos == Long.MAX_VALUE) {
      LockSupport.park(blocker);
    } else {
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
