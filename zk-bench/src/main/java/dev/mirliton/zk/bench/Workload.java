package dev.mirliton.zk.bench;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** What is asked of every contender. */
enum Workload {
  W1("blocking get, one thread") {
    @Override
    Slice run(Driver driver, Duration length) throws Exception {
      Histogram latenciesNs = new Histogram(3);
      long lengthNs = length.toNanos();

      Stopwatch watch = Stopwatch.start();
      long before = 0;
      long operations = 0;
      do {
        driver.get();
        long now = watch.elapsedNs();
        latenciesNs.recordValue(now - before);
        before = now;
        operations++;
      } while (before < lengthNs);

      return watch
          .stop(operations)
          .withLatency(latenciesNs.getValueAtPercentile(50), latenciesNs.getValueAtPercentile(99));
    }
  },

  W2("async get, 256 in flight, each answer's callback asks the next") {
    @Override
    Slice run(Driver driver, Duration length) throws Exception {
      return driver.pipelined(256, length);
    }
  },

  W4("blocking get, 10,000 virtual threads") {
    @Override
    Slice run(Driver driver, Duration length) throws Exception {
      return driver.crowded(10_000, length);
    }
  };

  private final String summary;

  Workload(String summary) {
    this.summary = summary;
  }

  String summary() {
    return summary;
  }

  /** Puts the driver to work for about that long. */
  abstract Slice run(Driver driver, Duration length) throws Exception;
}
