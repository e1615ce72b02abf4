package dev.mirliton.zk.testing.simulation;

import java.util.List;

/**
 * Log lines and standard output are the one thing real that simulated code does: their locks are
 * shared with real threads. Whoever waits for one of these waits for a moment of real time, in
 * which nothing simulated happens.
 */
final class RealOutput {
  private static final List<String> WRITERS =
      List.of(
          "java.io.PrintStream",
          "java.util.logging.",
          "ch.qos.logback.",
          "org.apache.logging.",
          "org.slf4j.simple.");

  private RealOutput() {}

  /** Whether a thread, which does not run now, is writing. */
  static boolean isWriting(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      for (String writer : WRITERS) {
        if (frame.getClassName().startsWith(writer)) {
          return true;
        }
      }
    }
    return false;
  }
}
