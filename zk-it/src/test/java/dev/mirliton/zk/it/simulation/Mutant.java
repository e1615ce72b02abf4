package dev.mirliton.zk.it.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A bug that somebody could have written into the client or a recipe, and that a simulation worth
 * its time finds. It survives casual use: such a client connects, reads and writes.
 *
 * @param wrong one sentence: what is wrong, not what becomes of it
 * @param edits what to change to get it; none for what is as we wrote it
 */
record Mutant(String name, String wrong, List<Edit> edits) {

  /**
   * Compiles the mutant. Plant once and connect often: it takes a good part of a second.
   *
   * @throws IllegalStateException if the sources have moved on, so that the mutant must be renewed
   */
  MutantClasses plant() {
    try {
      return new MutantClasses(Compilation.of(mutatedSources()));
    } catch (IllegalStateException | IllegalArgumentException broken) {
      throw new IllegalStateException("mutant " + name + ": " + broken.getMessage(), broken);
    }
  }

  private Map<SourceFile, List<String>> mutatedSources() {
    Map<SourceFile, List<String>> sources = new LinkedHashMap<>();
    for (Edit edit : edits) {
      SourceFile file = edit.file();
      sources.put(file, edit.applyTo(sources.computeIfAbsent(file, SourceFile::lines)));
    }
    return sources;
  }

  @Override
  public String toString() {
    return name;
  }
}
