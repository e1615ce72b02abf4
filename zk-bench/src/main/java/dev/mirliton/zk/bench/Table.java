package dev.mirliton.zk.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Lays the results of one workload out as plain text. */
final class Table {
  private static final String ABSENT = "-";

  private Table() {}

  static String of(Workload workload, Results results) {
    boolean latency = workload == Workload.W1;
    List<List<String>> rows = new ArrayList<>();
    rows.add(heading(latency));
    for (Contender contender : Contender.values()) {
      if (results.has(contender)) {
        rows.add(row(contender, results, latency));
      }
    }
    return align(rows);
  }

  private static List<String> heading(boolean latency) {
    List<String> heading =
        new ArrayList<>(List.of("contender", "ops/s", "x raw", "x official-nio", "(min..max)"));
    if (latency) {
      heading.addAll(List.of("p50 us", "p99 us"));
    }
    heading.addAll(List.of("cpu us/op", "bytes/op"));
    return heading;
  }

  private static List<String> row(Contender contender, Results results, boolean latency) {
    List<String> row = new ArrayList<>();
    row.add(contender.toString());
    row.add(whole(results.median(contender, Slice::operationsPerSecond)));
    row.add(ratio(results.medianRatio(contender, Contender.RAW)));
    row.add(ratio(results.medianRatio(contender, Contender.OFFICIAL_NIO)));
    row.add(spread(results.ratios(contender, Contender.OFFICIAL_NIO)));
    if (latency) {
      row.add(decimal(results.median(contender, Slice::p50Ns) / 1e3));
      row.add(decimal(results.median(contender, Slice::p99Ns) / 1e3));
    }
    row.add(decimal(results.median(contender, Slice::cpuMicrosPerOperation)));
    row.add(whole(results.median(contender, Slice::bytesPerOperation)));
    return row;
  }

  private static String ratio(OptionalDouble ratio) {
    return ratio.isPresent() ? decimal(ratio.getAsDouble()) : ABSENT;
  }

  private static String spread(double[] ratios) {
    if (ratios.length == 0) {
      return ABSENT;
    }
    double least = Arrays.stream(ratios).min().getAsDouble();
    double most = Arrays.stream(ratios).max().getAsDouble();
    return "(" + decimal(least) + ".." + decimal(most) + ")";
  }

  private static String whole(double figure) {
    return String.format(Locale.ROOT, "%,.0f", figure);
  }

  /** Three digits that count: 0.0123, 1.23, 123. */
  private static String decimal(double figure) {
    int digits = figure <= 0 ? 1 : (int) Math.floor(Math.log10(figure)) + 1;
    return String.format(Locale.ROOT, "%." + Math.clamp(3 - digits, 0, 6) + "f", figure);
  }

  private static String align(List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        int at = column;
        int width = rows.stream().mapToInt(each -> each.get(at).length()).max().orElseThrow();
        String cell = row.get(column);
        String gap = " ".repeat(width - cell.length());
        text.append(column == 0 ? cell + gap : "  " + gap + cell);
      }
      text.append(System.lineSeparator());
    }
    return text.toString();
  }
}
