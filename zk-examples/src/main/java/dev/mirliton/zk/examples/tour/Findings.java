package dev.mirliton.zk.examples.tour;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What was measured on one handler, in the order it was measured. Used by one thread. */
public final class Findings {
  private final String handler;
  private final Map<String, Double> values = new LinkedHashMap<>();

  Findings(String handler) {
    this.handler = handler;
  }

  /** Adds a row, which names the unit. */
  void add(String row, double value) {
    values.put(row, value);
  }

  String handler() {
    return handler;
  }

  Iterable<String> rows() {
    return values.keySet();
  }

  double value(String row) {
    return Objects.requireNonNull(values.get(row), row);
  }
}
