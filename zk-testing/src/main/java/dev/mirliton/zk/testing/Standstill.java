package dev.mirliton.zk.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether a process that was told to stop has done so, as Linux tells; elsewhere it is believed.
 */
final class Standstill {
  private Standstill() {}

  static boolean of(long pid) throws IOException {
    Path threads = Path.of("/proc", Long.toString(pid), "task");
    if (!Files.isDirectory(threads)) {
      return true;
    }
    List<Path> each;
    try (Stream<Path> listed = Files.list(threads)) {
      each = listed.toList();
    }
    for (Path thread : each) {
      if (!isStopped(thread.resolve("stat"))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isStopped(Path stat) throws IOException {
    try {
      String line = Files.readString(stat);
      // The name before the state stands in brackets, and may have some in it.
      return line.startsWith(") T", line.lastIndexOf(')'));
    } catch (NoSuchFileException ended) {
      return true;
    }
  }
}
