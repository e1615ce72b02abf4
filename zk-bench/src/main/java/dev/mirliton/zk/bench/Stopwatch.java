package dev.mirliton.zk.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Time, processor time and allocation of this process since {@link #start}. */
final class Stopwatch {
  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean(); // every OpenJDK's is one
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final long cpuNs = SYSTEM.getProcessCpuTime();
  private final long allocatedBytes = THREADS.getTotalThreadAllocatedBytes();
  private final long startNs = System.nanoTime();

  private Stopwatch() {}

  static Stopwatch start() {
    return new Stopwatch();
  }

  long elapsedNs() {
    return System.nanoTime() - startNs;
  }

  Slice stop(long operations) {
    return new Slice(
        operations,
        elapsedNs(),
        SYSTEM.getProcessCpuTime() - cpuNs,
        THREADS.getTotalThreadAllocatedBytes() - allocatedBytes,
        0,
        0);
  }
}
