package dev.mirliton.zk.it.docs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The source tree around this module. */
public record Repository(Path root) {
  private static final Set<String> NOT_OURS = Set.of("target", ".git");

  /** Finds the tree that the tests run in. */
  public static Repository here() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null) {
      if (Files.exists(directory.resolve("zk-bom")) && Files.exists(directory.resolve("docs"))) {
        return new Repository(directory);
      }
      directory = directory.getParent();
    }
    throw new IllegalStateException("not run within the source tree");
  }

  /** Returns every document. */
  List<Markdown> documents() throws IOException {
    List<Markdown> documents = new ArrayList<>();
    for (Path file : files("", ".md")) {
      documents.add(Markdown.read(file));
    }
    return documents;
  }

  /** Returns the files below {@code directory} whose names end so, in a fixed order. */
  List<Path> files(String directory, String suffix) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root.resolve(directory),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
            return NOT_OURS.contains(String.valueOf(visited.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(suffix)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found.stream().sorted().toList();
  }
}
