package dev.mirliton.zk.testing.simulation;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Says where each thread of a run stands, for a run that does not get on. */
final class Whereabouts {
  private static final int FRAMES = 6;

  private Whereabouts() {}

  /** Returns a line for each strand that could still run. */
  static String of(Collection<Strand> strands) {
    return strands.stream()
        .filter(strand -> !strand.isEnded() && !strand.actor().isDead())
        .map(strand -> "\n  " + strand + where(strand.thread()))
        .collect(Collectors.joining());
  }

  /** Returns the innermost frames that are neither the JDK's nor the simulation's. */
  private static String where(Thread thread) {
    List<String> frames =
        Arrays.stream(thread.getStackTrace())
            .filter(frame -> !frame.getClassName().startsWith("java."))
            .filter(frame -> !frame.getClassName().startsWith(Kernel.class.getPackageName()))
            .map(StackTraceElement::toString)
            .limit(FRAMES)
            .toList();
    return frames.isEmpty() ? "" : " at " + String.join(" < ", frames);
  }
}
