package dev.mirliton.zk.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures every contender against the stub and prints one table for each workload. The stub and
 * each contender have a JVM of their own; within a round every contender has one turn, and who is
 * first changes from round to round, so that what disturbs the machine disturbs all alike. Before
 * anything is measured every contender has done every workload, so that none is measured with code
 * that was compiled for it alone.
 *
 * <p>Used once, by one thread. Its children are gone when {@link #run} returns, however it does.
 */
public final class Bench {
  private static final int WARMING_ROUNDS = 2;
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  // What a slice may take beyond its length: a long drain, a machine that is busy elsewhere.
  private static final Duration SLICE_MARGIN = Duration.ofSeconds(90);

  private final BenchOptions options;
  private final PrintStream out;
  private final Map<Contender, Child> contenders = new EnumMap<>(Contender.class);
  private final List<String> failures = new ArrayList<>();

  Bench(BenchOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** Takes its options from the system properties {@code bench.*}. */
  public static void main(String[] args) throws Exception {
    BenchOptions options = BenchOptions.from(System.getProperties());
    if (!options.cores().isEmpty() && !Jvm.canPin(options.cores())) {
      System.out.println("taskset is not here or refuses the cores: processes run unpinned");
      options = options.withCores("");
    }
    List<String> failures = new Bench(options, System.out).run();
    if (!failures.isEmpty()) {
      System.exit(1);
    }
  }

  /** Measures, prints, and returns what went wrong; that a provider is missing is not wrong. */
  List<String> run() throws IOException, InterruptedException {
    out.println(conditions());
    Jvm jvm = new Jvm(options.cores(), options.heap());
    Map<Workload, Results> all = new EnumMap<>(Workload.class);
    try (Child stub = jvm.start(StubServer.class)) {
      String port = stub.hear(START_LIMIT);
      for (Contender contender : options.contenders()) {
        start(contender, jvm, port);
      }
      for (int round = 1; round <= WARMING_ROUNDS; round++) {
        for (Workload workload : options.workloads()) {
          String title = "warming up " + round + " of " + WARMING_ROUNDS + ", " + workload;
          round(title, workload, contenders.keySet(), options.warmup(), new Results());
        }
      }
      for (Workload workload : options.workloads()) {
        all.put(workload, measure(workload));
      }
      // Before the stub, or they would complain.
      contenders.values().forEach(Child::close);
    } finally {
      contenders.values().forEach(Child::close);
    }
    all.forEach(this::print);
    failures.forEach(failure -> out.println("FAILED: " + failure));
    return failures;
  }

  private String conditions() {
    return "Java "
        + Runtime.version()
        + (options.cores().isEmpty() ? ", not pinned" : ", all on core " + options.cores())
        + ", heap "
        + options.heap()
        + " each, medians of "
        + options.rounds()
        + " rounds of "
        + options.slice().toMillis()
        + " ms";
  }

  private void start(Contender contender, Jvm jvm, String port)
      throws IOException, InterruptedException {
    Child child = jvm.start(DriverProcess.class, contender.toString(), port);
    contenders.put(contender, child);
    String answer;
    try {
      answer = child.hear(START_LIMIT);
    } catch (IOException gone) {
      answer = "failed: " + gone.getMessage();
    }
    if (!answer.equals("ready")) {
      contenders.remove(contender);
      child.close();
      out.println(contender + " " + answer);
      if (!answer.startsWith("skipped")) {
        failures.add(contender + " at the start: " + answer);
      }
    }
  }

  private Results measure(Workload workload) throws InterruptedException {
    Results results = new Results();
    List<Contender> order = new ArrayList<>(contenders.keySet());
    for (int round = 1; round <= options.rounds(); round++) {
      String title = workload + " round " + round + " of " + options.rounds();
      round(title, workload, order, options.slice(), results);
      Collections.rotate(order, 1);
    }
    return results;
  }

  private void round(
      String title,
      Workload workload,
      Collection<Contender> order,
      Duration length,
      Results results)
      throws InterruptedException {
    out.print(title + ", ops/s:");
    for (Contender contender : List.copyOf(order)) {
      turn(contender, workload, length, results);
    }
    out.println();
  }

  /** Lets one contender work; one that fails is out. */
  private void turn(Contender contender, Workload workload, Duration length, Results results)
      throws InterruptedException {
    Child child = contenders.get(contender);
    if (child == null) {
      return;
    }
    out.print(" " + contender);
    out.flush();
    String answer;
    try {
      answer = child.ask("run " + workload + " " + length.toMillis(), length.plus(SLICE_MARGIN));
    } catch (IOException gone) {
      answer = "failed: " + gone.getMessage();
    }
    if (answer.startsWith("done ")) {
      Slice slice = Slice.parse(answer.substring("done ".length()));
      results.add(contender, slice);
      out.printf(Locale.ROOT, " %,.0f", slice.operationsPerSecond());
    } else {
      out.print(" out");
      failures.add(contender + " in " + workload + ": " + answer);
      results.remove(contender);
      contenders.remove(contender);
      child.close();
    }
  }

  private void print(Workload workload, Results results) {
    out.println();
    out.println(workload + "  " + workload.summary());
    out.print(Table.of(workload, results));
  }
}
