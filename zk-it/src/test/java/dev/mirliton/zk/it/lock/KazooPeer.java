package dev.mirliton.zk.it.lock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A Python process that contends for a lock with kazoo, and does as it is told. */
final class KazooPeer implements AutoCloseable {
  private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");

  private final Process process;
  private final Path script;
  private final BufferedWriter commands;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final Thread reader;

  private KazooPeer(Process process, Path script) {
    this.process = process;
    this.script = script;
    this.commands = process.outputWriter(UTF_8);
    this.reader = Thread.ofPlatform().daemon().name("kazoo-peer").start(this::read);
  }

  /** Returns a Python that has kazoo, or null if there is none. */
  static @Nullable String python() throws IOException, InterruptedException {
    for (String python : PYTHONS) {
      try {
        Process probe =
            new ProcessBuilder(python, "-c", "import kazoo.client")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (probe.waitFor(20, TimeUnit.SECONDS) && probe.exitValue() == 0) {
          return python;
        }
        probe.destroyForcibly();
      } catch (IOException noSuchPython) {
        // Perhaps the next one.
      }
    }
    return null;
  }

  /**
   * Starts a peer and waits until it is connected.
   *
   * @param pattern a further pattern of contenders, or empty
   */
  static KazooPeer start(String python, String hosts, String path, String name, String pattern)
      throws IOException, InterruptedException {
    Path script = Files.createTempFile("contend", ".py");
    try (InputStream source =
        Objects.requireNonNull(KazooPeer.class.getResourceAsStream("contend.py"))) {
      Files.write(script, source.readAllBytes());
    }
    Process process =
        new ProcessBuilder(python, script.toString(), hosts, path, name, pattern)
            .redirectErrorStream(true)
            .start();
    KazooPeer peer = new KazooPeer(process, script);
    peer.expect("ready");
    return peer;
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      String line;
      while ((line = lines.readLine()) != null) {
        answers.add(line);
      }
    } catch (IOException closed) {
      // The process is gone.
    }
  }

  void tell(String command) throws IOException {
    commands.write(command);
    commands.newLine();
    commands.flush();
  }

  /** Waits for the next answer. */
  String answer() throws InterruptedException {
    String answer = answers.poll(LockSuite.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    if (answer == null) {
      throw new AssertionError("kazoo did not answer within " + LockSuite.LIMIT);
    }
    return answer;
  }

  void expect(String expected) throws InterruptedException {
    String answer = answer();
    assertTrue(answer.equals(expected), () -> answer + "\n" + String.join("\n", answers));
  }

  boolean hasAnswered() {
    return !answers.isEmpty();
  }

  /** Kills the process: its session, and its lock, live on until the server expires them. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException {
    try {
      commands.close(); // the end of its input is the end of its work
    } catch (IOException gone) {
      // It is gone already.
    }
    try {
      if (!process.waitFor(LockSuite.LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
      reader.join(LockSuite.LIMIT.toMillis());
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(script);
  }
}
