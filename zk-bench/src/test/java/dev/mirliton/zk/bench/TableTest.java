package dev.mirliton.zk.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class TableTest {
  private final Results results = new Results();

  @Test
  void theRatioIsTheMiddleOneOfTheRounds() {
    measured(Contender.OFFICIAL_NIO, 100, 10, 50);
    measured(Contender.RAW, 200, 40, 150);

    // The rounds' ratios are 2, 4 and 3; that of the medians would be 1.5.
    assertEquals(3.0, results.medianRatio(Contender.RAW, Contender.OFFICIAL_NIO).orElseThrow());
    assertEquals(50, results.median(Contender.OFFICIAL_NIO, Slice::operationsPerSecond));
  }

  @Test
  void anEvenNumberOfRoundsHasTheMeanOfTheMiddleTwo() {
    measured(Contender.RAW, 100, 400, 200, 300);

    assertEquals(250, results.median(Contender.RAW, Slice::operationsPerSecond));
  }

  @Test
  void columnsAreAligned() {
    measured(Contender.RAW, 2_000_000);
    measured(Contender.OFFICIAL_NIO, 1000);

    assertEquals(
        """
        contender         ops/s     x raw  x official-nio    (min..max)  cpu us/op  bytes/op
        raw           2,000,000      1.00            2000  (2000..2000)       2.00        48
        official-nio      1,000  0.000500            1.00  (1.00..1.00)       2.00        48
        """,
        Table.of(Workload.W2, results));
  }

  @Test
  void whatHasNoReferenceHasNoRatio() {
    measured(Contender.RAW, 1000);

    assertEquals(
        """
        contender  ops/s  x raw  x official-nio  (min..max)  p50 us  p99 us  cpu us/op  bytes/op
        raw        1,000   1.00               -           -    13.3    15.1       2.00        48
        """,
        Table.of(Workload.W1, results));
  }

  @Test
  void aContenderThatFailedIsLeftOut() {
    measured(Contender.RAW, 1000);
    measured(Contender.OFFICIAL_NETTY, 1000);

    results.remove(Contender.OFFICIAL_NETTY);

    assertFalse(Table.of(Workload.W2, results).contains("official-netty"));
  }

  private void measured(Contender contender, long... operationsPerSecond) {
    for (long operations : operationsPerSecond) {
      results.add(
          contender,
          new Slice(operations, 1_000_000_000, operations * 2000, operations * 48, 13_300, 15_100));
    }
  }
}
