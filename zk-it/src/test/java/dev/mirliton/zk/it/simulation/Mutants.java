package dev.mirliton.zk.it.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The mutants there are: one text in the folder {@code mutants} for each, named like it. */
final class Mutants {
  private static final String SUFFIX = ".txt";

  private Mutants() {}

  /** Returns every mutant, by name. */
  static List<Mutant> all() {
    URI folder =
        URI.create(Objects.requireNonNull(Mutants.class.getResource("mutants")).toString());
    try (Stream<Path> texts = Files.list(Path.of(folder))) {
      return texts.sorted().map(Mutants::read).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Mutant read(Path text) {
    String file = String.valueOf(text.getFileName());
    try {
      return MutantText.parse(
          file.substring(0, file.length() - SUFFIX.length()), Files.readAllLines(text));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Returns what all others are compared with: what we wrote, loaded as they are. */
  static Mutant none() {
    return new Mutant("none", "Nothing is wrong.", List.of());
  }
}
