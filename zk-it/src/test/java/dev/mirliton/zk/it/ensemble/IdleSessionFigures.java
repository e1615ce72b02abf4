package dev.mirliton.zk.it.ensemble;

import dev.mirliton.zk.it.ensemble.IdleSessions.Usage;
import dev.mirliton.zk.testing.ServerProcess;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What an idle session costs on each handler: not a test, and not run with them. {@code mvn -B -pl
 * zk-it -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=IdleSessionFigures test}, with {@code
 * -Didle.sessions=1000} for another number; the table is in {@code zk-it/target/surefire-reports}.
 */
class IdleSessionFigures {
  private static final int SESSIONS = Integer.getInteger("idle.sessions", 200);
  private static final Duration TIMEOUT = Duration.ofSeconds(6);

  @Test
  void idleSessionsOnEachHandler() throws Exception {
    System.out.printf(
        "%d idle sessions with a timeout of %s, one handler for all%n", SESSIONS, TIMEOUT);
    System.out.printf(
        "%-8s %16s %15s %14s %16s %20s%n",
        "handler",
        "platform threads",
        "virtual threads",
        "heap B/session",
        "direct B/session",
        "CPU µs/session and s");
    for (String handler : new String[] {"threads", "loom", "nio"}) {
      try (ServerProcess server = IdleSessionsTest.server().run();
          IdleSessions idle = new IdleSessions(handler, server, TIMEOUT)) {
        measure(handler, idle);
      }
    }
  }

  private static void measure(String handler, IdleSessions idle) throws Exception {
    idle.open(1);
    Usage before = idle.usage();
    idle.open(SESSIONS);
    idle.idle(TIMEOUT); // what came with connecting goes
    Usage start = idle.usage();
    long startNs = System.nanoTime();
    idle.idle(TIMEOUT);
    Usage end = idle.usage();
    double seconds = (System.nanoTime() - startNs) / 1e9;
    System.out.printf(
        "%-8s %16d %15d %14d %16d %20.1f%n",
        handler,
        end.platformThreads(),
        end.virtualThreads(),
        (end.heapBytes() - before.heapBytes()) / SESSIONS,
        (end.directBytes() - before.directBytes()) / SESSIONS,
        (end.cpuNs() - start.cpuNs()) / 1e3 / SESSIONS / seconds);
  }
}
