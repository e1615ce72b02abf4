package dev.mirliton.zk.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A child process that is spoken to line by line. What it says on standard error goes to ours.
 * Closing it ends the process. For one thread.
 */
final class Child implements AutoCloseable {
  private final String name;
  private final Process process;
  // An empty one is the end of what the child said.
  private final BlockingQueue<Optional<String>> said = new LinkedBlockingQueue<>();

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  static Child start(String name, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Child child = new Child(name, process);
    Thread.ofPlatform().daemon().name("listen-to-" + name).start(child::listen);
    return child;
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      lines.lines().map(Optional::of).forEach(said::add);
    } catch (IOException | UncheckedIOException gone) {
      // The end of the stream says the same.
    } finally {
      said.add(Optional.empty());
    }
  }

  /**
   * Waits for the next line.
   *
   * @throws IOException if the child ended, or says nothing within {@code limit}
   */
  String hear(Duration limit) throws IOException, InterruptedException {
    Optional<String> line = said.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (line == null) {
      throw new IOException(name + " said nothing for " + limit.toSeconds() + " s");
    }
    return line.orElseThrow(() -> new IOException(name + " ended"));
  }

  /** Says a line and waits for the answer. */
  String ask(String line, Duration limit) throws IOException, InterruptedException {
    process.outputWriter(UTF_8).append(line).append('\n').flush();
    return hear(limit);
  }

  /** Kills the process and waits until it is gone. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
