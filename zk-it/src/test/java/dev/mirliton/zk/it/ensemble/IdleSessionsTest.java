package dev.mirliton.zk.it.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.mirliton.zk.it.ensemble.IdleSessions.Usage;
import dev.mirliton.zk.testing.ServerProcess;
import dev.mirliton.zk.testing.ServerSetup;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Thousands of sessions of one process that do nothing, on one selector thread: two thousand, or as
 * many as {@code -Didle.sessions=10000} says.
 */
class IdleSessionsTest {
  private static final int WANTED = Integer.getInteger("idle.sessions", 2_000);
  private static final int FILES_FOR_OTHERS = 1_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(6);

  /** Half as much again as was measured. */
  private static final long MOST_HEAP_BYTES_EACH = 17_000;

  private static final long MOST_DIRECT_BYTES_EACH = 2_048;

  @Test
  @Timeout(180)
  void oneThreadKeepsThemAlive() throws Exception {
    int sessions = (int) Math.min(WANTED, maxOpenFiles() - FILES_FOR_OTHERS);
    try (ServerProcess server = server().run();
        IdleSessions idle = new IdleSessions("nio", server, TIMEOUT)) {
      idle.open(1); // with all classes that it takes
      Usage before = idle.usage();
      idle.open(sessions);
      Usage opened = idle.usage();

      idle.idle(TIMEOUT.multipliedBy(2));

      idle.awaitAlive();
      assertEquals(1, idle.platformThreads().size(), () -> "" + idle.platformThreads());
      assertTrue(idle.platformThreads().get(0).endsWith("-selector"));
      Usage after = idle.usage();
      long heapBytes = (after.heapBytes() - before.heapBytes()) / sessions;
      long directBytes = (after.directBytes() - before.directBytes()) / sessions;
      long cpuMs = (after.cpuNs() - opened.cpuNs()) / 1_000_000;
      System.out.printf(
          "%d idle sessions: one thread, %d bytes of heap and %d of direct buffers each;"
              + " %d ms of CPU in %s, collections included; %d connections given up%n",
          sessions, heapBytes, directBytes, cpuMs, TIMEOUT.multipliedBy(2), idle.doubts());
      assertTrue(heapBytes <= MOST_HEAP_BYTES_EACH, "heap of a session: " + heapBytes);
      assertTrue(directBytes <= MOST_DIRECT_BYTES_EACH, "direct buffers: " + directBytes);
    }
  }

  static ServerSetup server() {
    return ServerProcess.with().setting("clientPortListenBacklog", "1000");
  }

  /** Fewer on a machine that allows a process fewer files: each session takes one. */
  private static long maxOpenFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }
}
