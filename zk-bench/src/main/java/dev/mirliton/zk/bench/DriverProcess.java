package dev.mirliton.zk.bench;

import dev.mirliton.zk.NoProviderException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * The program that runs in a contender's own JVM. It connects and says {@code ready}, or why not:
 * {@code skipped} for want of a provider, or {@code failed}. Then it answers each line {@code run
 * W1 1000} (a workload and milliseconds) with {@code done} and a {@link Slice}, or {@code failed}
 * and why, until standard input ends.
 */
public final class DriverProcess {
  private DriverProcess() {}

  /** Takes the contender's name and the server's port. */
  public static void main(String[] args) throws Exception {
    Contender contender = Contender.named(args[0]);
    int port = Integer.parseInt(args[1]);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    serve(() -> contender.connect(port), in, System.out);
    System.exit(0); // a client's threads may not all be daemons
  }

  static void serve(Callable<Driver> connect, BufferedReader in, PrintStream out) throws Exception {
    Driver driver;
    try {
      driver = connect.call();
    } catch (NoProviderException absent) {
      out.println("skipped: " + absent.getMessage());
      return;
    } catch (Exception failure) {
      out.println(failed(failure));
      return;
    }
    try (driver) {
      out.println("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(answer(driver, line));
      }
    }
  }

  private static String answer(Driver driver, String line) throws IOException {
    String[] words = line.split(" ");
    if (words.length != 3 || !words[0].equals("run")) {
      throw new IOException("not understood: " + line);
    }
    try {
      Workload workload = Workload.valueOf(words[1]);
      Duration length = Duration.ofMillis(Long.parseLong(words[2]));
      return "done " + workload.run(driver, length).toLine();
    } catch (Exception failure) {
      return failed(failure);
    }
  }

  /** Says it on one line, and all of it on standard error. */
  private static String failed(Exception failure) {
    failure.printStackTrace();
    return "failed: " + failure.toString().lines().findFirst().orElse("");
  }
}
