package dev.mirliton.zk.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What was measured in one workload, round by round. Not thread-safe. */
final class Results {
  private final Map<Contender, List<Slice>> slices = new EnumMap<>(Contender.class);

  /** Adds the slice of the contender's next round. */
  void add(Contender contender, Slice slice) {
    slices.computeIfAbsent(contender, first -> new ArrayList<>()).add(slice);
  }

  /** Forgets a contender that did not finish. */
  void remove(Contender contender) {
    slices.remove(contender);
  }

  boolean has(Contender contender) {
    return slices.containsKey(contender);
  }

  /** The middle one of a contender's rounds. */
  double median(Contender contender, ToDoubleFunction<Slice> figure) {
    return middle(of(contender).stream().mapToDouble(figure).toArray());
  }

  /** The middle one of the ratios of speed that two contenders had within one round. */
  OptionalDouble medianRatio(Contender contender, Contender reference) {
    double[] ratios = ratios(contender, reference);
    return ratios.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(middle(ratios));
  }

  /** The ratio of speed that two contenders had in each round; empty if one did not take part. */
  double[] ratios(Contender contender, Contender reference) {
    List<Slice> mine = of(contender);
    List<Slice> theirs = of(reference);
    return IntStream.range(0, Math.min(mine.size(), theirs.size()))
        .mapToDouble(
            round ->
                mine.get(round).operationsPerSecond() / theirs.get(round).operationsPerSecond())
        .toArray();
  }

  private List<Slice> of(Contender contender) {
    return slices.getOrDefault(contender, List.of());
  }

  private static double middle(double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
