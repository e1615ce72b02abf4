package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.TestServer;
import dev.mirliton.zk.testing.World;
import dev.mirliton.zk.testing.simulation.RealWorld;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A client's whole process stands still for longer than its session lives, as under a debugger, in
 * a long collection of garbage, or on a machine that slept.
 */
@EveryHandler
@RealWorld("stops a process; simulated ones stand still in ClientTorture")
class StandstillTest extends FaultSuite {

  /** Twice the session's timeout: the program notices that it stood still, and for how long. */
  private static final long LONG_ENOUGH_NS = 2_000_000_000;

  /** The client's process and what it says. */
  private static final class Program implements AutoCloseable {
    private final Process process;
    private final Told<String> said = new Told<>();
    private final Thread reader;

    Program(String hosts, String handler) throws IOException {
      process =
          new ProcessBuilder(
                  System.getProperty("java.home")
                      + File.separator
                      + "bin"
                      + File.separator
                      + "java",
                  "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  StandstillProgram.class.getName(),
                  hosts,
                  handler)
              .redirectErrorStream(true)
              .start();
      reader = World.current().startThread("program-output", this::listen);
    }

    private void listen() {
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        out.lines().forEach(said::add);
      } catch (UncheckedIOException | IOException ended) {
        // It was killed.
      }
    }

    /** Returns the next line that begins so, and forgets those before. */
    String awaitLine(String beginning) throws InterruptedException {
      while (true) {
        String line = said.next();
        if (line.startsWith(beginning)) {
          return line;
        }
      }
    }

    void signal(String name) throws IOException, InterruptedException {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
      assertEquals(0, kill.waitFor(), "kill -" + name);
    }

    /** Returns everything that it said and nobody took, when it has ended by itself. */
    List<String> rest() throws InterruptedException {
      assertTrue(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS), "it ends");
      reader.join();
      return said.rest();
    }

    @Override
    public void close() {
      process.destroyForcibly();
      try {
        process.waitFor();
        reader.join();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs kill -STOP")
  @Test
  void whoStoodStillKnowsThatItsSessionIsOver() throws Exception {
    ZkClient witness = connect();
    TestServer real = server;
    try (Program program = new Program(real.connectString() + clients.root(), handler)) {
      String old = program.awaitLine("ready ").substring("ready ".length());
      program.awaitLine("write 20 "); // it is busy
      World world = World.current();
      long stopped = world.nanoTime();
      program.signal("STOP");

      Await.until(
          "the session to expire",
          LIMIT,
          () -> witness.exists("/owned").isEmpty() && world.nanoTime() - stopped > LONG_ENOUGH_NS);
      program.signal("CONT");
      List<String> said = program.rest();

      assertTrue(said.contains("alive false"), () -> "it must not believe in it: " + said);
      List<String> states = said.stream().filter(line -> line.startsWith("state")).toList();
      assertTrue(states.contains("state LOST EXPIRED " + old), states::toString);
      String renewed =
          states.stream().filter(l -> l.startsWith("state CONNECTED ")).findFirst().orElseThrow();
      assertTrue(!renewed.endsWith(old), () -> "a new session: " + states);
      verify(said, witness);
    }
  }

  private void verify(List<String> said, ZkClient witness) throws InterruptedException {
    TreeSet<String> names = new TreeSet<>(witness.children("/"));
    int happened = 0;
    for (String line : said) {
      if (!line.startsWith("write ")) {
        continue;
      }
      String[] words = line.split(" ", 3);
      boolean exists = names.contains("w" + words[1]);
      switch (words[2]) {
        case "HAPPENED" -> {
          assertTrue(exists, line);
          figures.happened.increment();
          happened++;
        }
        case "NOT_SENT" -> {
          assertTrue(!exists, line);
          figures.notSent.increment();
        }
        case "UNKNOWN" -> figures.unknown.increment();
        default -> throw new AssertionError(line);
      }
    }
    assertTrue(happened > 0, () -> "it writes again: " + said);
  }
}
