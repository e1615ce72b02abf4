package dev.mirliton.zk.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;

/**
 * What to measure, and for how long.
 *
 * @param rounds how many turns each contender has in each workload
 * @param slice how long a turn takes
 * @param warmup how long each contender warms up before each workload
 * @param workloads which workloads, in this order
 * @param contenders who takes part, in this order
 * @param cores the cores that all processes share, as {@code taskset -c} takes them; empty for any
 * @param heap the heap of each contender, as {@code -Xmx} takes it
 */
record BenchOptions(
    int rounds,
    Duration slice,
    Duration warmup,
    List<Workload> workloads,
    List<Contender> contenders,
    String cores,
    String heap) {

  BenchOptions {
    workloads = workloads.stream().distinct().toList();
    contenders = contenders.stream().distinct().toList();
    if (rounds < 1) {
      throw new IllegalArgumentException("bench.rounds must be at least 1 but was " + rounds);
    }
    if (slice.toMillis() < 1) {
      throw new IllegalArgumentException("bench.slice must be at least 1 ms");
    }
    if (warmup.toMillis() < 1) {
      throw new IllegalArgumentException("bench.warmup must be at least 1 ms");
    }
  }

  /**
   * Reads the properties {@code bench.*}; what is not there has its default.
   *
   * @throws IllegalArgumentException naming the property that is wrong
   */
  static BenchOptions from(Properties given) {
    String cores = given.getProperty("bench.pin", "0");
    return new BenchOptions(
        number(given, "bench.rounds", 5),
        Duration.ofMillis(number(given, "bench.slice", 1000)),
        Duration.ofMillis(number(given, "bench.warmup", 2000)),
        chosen(given, "bench.workloads", List.of(Workload.values()), Workload::valueOf),
        chosen(given, "bench.contenders", List.of(Contender.values()), Contender::named),
        cores.equals("none") ? "" : cores,
        given.getProperty("bench.heap", "1g"));
  }

  BenchOptions withCores(String others) {
    return new BenchOptions(rounds, slice, warmup, workloads, contenders, others, heap);
  }

  private static int number(Properties given, String name, int otherwise) {
    String text = given.getProperty(name);
    try {
      return text == null ? otherwise : Integer.parseInt(text);
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException(name + " must be a number but was " + text, wrong);
    }
  }

  private static <T> List<T> chosen(
      Properties given, String name, List<T> all, Function<String, T> named) {
    String text = given.getProperty(name, "all");
    try {
      return text.equals("all") ? all : Arrays.stream(text.split(",")).map(named).toList();
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(name + " must be of " + all + " but was " + text, wrong);
    }
  }
}
