package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.it.docs.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A source file of ours.
 *
 * @param module the module's folder, {@code zk-protocol} say
 * @param path from the root of the module's main sources
 */
record SourceFile(String module, String path) {

  /** Reads the file of this source tree. */
  List<String> lines() {
    Path file = Repository.here().root().resolve(module).resolve("src/main/java").resolve(path);
    try {
      return Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + file, unreadable);
    }
  }

  @Override
  public String toString() {
    return module + " " + path;
  }
}
