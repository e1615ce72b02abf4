package dev.mirliton.zk.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.NoProviderException;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BenchTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, UTF_8);

  @Test
  void contendersInTheirOwnProcessesFillTheTables() throws Exception {
    BenchOptions options =
        new BenchOptions(
            2,
            Duration.ofMillis(50),
            Duration.ofMillis(50),
            List.of(Workload.W1, Workload.W2),
            List.of(Contender.RAW, Contender.OFFICIAL_NIO),
            "",
            "64m");

    List<String> failures = new Bench(options, out).run();

    String text = printed.toString(UTF_8);
    assertEquals(List.of(), failures);
    assertTrue(text.contains("W1 round 2 of 2"), text);
    // A row in each of two tables.
    assertEquals(2, text.lines().filter(line -> line.startsWith("raw ")).count(), text);
    assertEquals(2, text.lines().filter(line -> line.startsWith("official-nio ")).count(), text);
    assertEquals(0, ProcessHandle.current().children().count(), "children are left");
  }

  @Test
  void aContenderWithoutProviderSaysSoAndIsSkipped() throws Exception {
    serve(
        () -> {
          throw new NoProviderException("add the artifact");
        },
        "");

    assertEquals("skipped: add the artifact" + System.lineSeparator(), printed.toString(UTF_8));
  }

  @Test
  void aContenderThatCannotConnectHasFailed() throws Exception {
    serve(
        () -> {
          throw new IOException("refused");
        },
        "");

    assertEquals(
        List.of("failed: java.io.IOException: refused"), printed.toString(UTF_8).lines().toList());
  }

  @Test
  void aReadThatFailsIsReportedAndTheProcessGoesOn() throws Exception {
    serve(Broken::new, "run W1 10\nrun W2 10\n");

    assertEquals(
        List.of(
            "ready",
            "failed: java.lang.IllegalStateException: broken",
            "failed: java.lang.IllegalStateException: no pipeline"),
        printed.toString(UTF_8).lines().toList());
  }

  private void serve(Callable<Driver> connect, String input) throws Exception {
    DriverProcess.serve(connect, new BufferedReader(new StringReader(input)), out);
  }

  private static final class Broken implements Driver {
    @Override
    public void get() {
      throw new IllegalStateException("broken");
    }

    @Override
    public Slice pipelined(int window, Duration length) {
      throw new IllegalStateException("no pipeline");
    }

    @Override
    public void close() {}
  }
}
