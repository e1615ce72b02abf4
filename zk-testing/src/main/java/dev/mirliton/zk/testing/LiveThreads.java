package dev.mirliton.zk.testing;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The threads that live just now, by id, without those that the JDK keeps for itself. */
final class LiveThreads {
  /** Groups whose threads nobody can be asked to stop. */
  private static final Set<String> FOREIGN_GROUPS =
      Set.of(
          "system",
          "InnocuousThreadGroup",
          "CarrierThreads",
          ServerInstance.THREAD_GROUP,
          EmbeddedKdc.THREAD_GROUP);

  /** Pools of the JDK and of build tools whose threads stand in the group of whoever came first. */
  private static final Pattern FOREIGN_NAMES =
      Pattern.compile(
          "(ForkJoinPool\\.commonPool-|CompletableFutureDelayScheduler|process reaper|Attach Listener"
              + "|Cleaner-|surefire-|ping-timer-|junit-).*");

  /** The JDK's own virtual threads, which wait for the sockets of the others. */
  private static final Pattern FOREIGN_VIRTUAL =
      Pattern.compile("(Read-|Write-|Master-)?(Sub)?Poller(-\\d+)?");

  /** A virtual thread in a plain thread dump: {@code #42 "its name" virtual WAITING …}. */
  private static final Pattern VIRTUAL = Pattern.compile("#(\\d+) \"(.*)\" virtual\\b.*");

  private LiveThreads() {}

  static Map<Long, String> now() {
    Map<Long, String> found = new TreeMap<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!isForeign(thread)) {
        found.put(thread.threadId(), "thread \"" + thread.getName() + "\"");
      }
    }
    addVirtual(found);
    found.remove(Thread.currentThread().threadId());
    return found;
  }

  private static boolean isForeign(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return group == null // dead by now
        || FOREIGN_GROUPS.contains(group.getName())
        || FOREIGN_NAMES.matcher(thread.getName()).matches();
  }

  // A thread dump to a file is the only list of virtual threads that the JDK gives.
  private static void addVirtual(Map<Long, String> found) {
    HotSpotDiagnosticMXBean diagnostics = diagnostics();
    if (diagnostics == null) {
      return;
    }
    try (TempDirectory directory = TempDirectory.create()) {
      Path dump = directory.path().resolve("threads");
      diagnostics.dumpThreads(dump.toAbsolutePath().toString(), ThreadDumpFormat.TEXT_PLAIN);
      try (Stream<String> lines = Files.lines(dump)) {
        lines
            .map(VIRTUAL::matcher)
            .filter(Matcher::matches)
            .filter(line -> !FOREIGN_VIRTUAL.matcher(line.group(2)).matches())
            .forEach(
                line ->
                    found.put(
                        Long.parseLong(line.group(1)), "virtual thread \"" + line.group(2) + "\""));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("no thread dump", failure);
    }
  }

  // A JVM that is not HotSpot has none; its virtual threads go unchecked.
  private static @Nullable HotSpotDiagnosticMXBean diagnostics() {
    return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
  }
}
