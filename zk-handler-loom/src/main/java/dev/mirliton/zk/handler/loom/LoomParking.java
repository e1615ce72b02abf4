package dev.mirliton.zk.handler.loom;

import dev.mirliton.zk.spi.Parking;
import java.util.concurrent.locks.LockSupport;

/** Parks the calling thread, of either kind; a virtual one frees its carrier. */
final class LoomParking implements Parking {

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
