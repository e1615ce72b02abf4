package dev.mirliton.zk.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A directory that goes with all that is in it when closed. */
record TempDirectory(Path path) implements AutoCloseable {

  static TempDirectory create() {
    try {
      return new TempDirectory(Files.createTempDirectory("zk-testing-"));
    } catch (IOException failure) {
      throw new UncheckedIOException("no directory for a server's data", failure);
    }
  }

  Path make(String name) {
    try {
      return Files.createDirectories(path.resolve(name));
    } catch (IOException failure) {
      throw new UncheckedIOException("no directory for a server's data", failure);
    }
  }

  void write(String name, String text) {
    try {
      Files.writeString(path.resolve(name), text);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write a server's " + name, failure);
    }
  }

  /** Deletes all that is in a directory here. */
  void empty(String name) {
    delete(path.resolve(name));
    make(name);
  }

  @Override
  public void close() {
    delete(path);
  }

  private static void delete(Path tree) {
    try {
      Files.walkFileTree(tree, new Deleting());
    } catch (NoSuchFileException gone) {
      // Deleted before.
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot delete " + tree, failure);
    }
  }

  private static final class Deleting extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      // A server that stops may still be tidying up.
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
