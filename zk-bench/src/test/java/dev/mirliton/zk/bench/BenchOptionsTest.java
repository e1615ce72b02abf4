package dev.mirliton.zk.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {
  private final Properties given = new Properties();

  @Test
  void everythingIsMeasuredOnOneCoreByDefault() {
    BenchOptions options = BenchOptions.from(given);

    assertEquals(List.of(Workload.values()), options.workloads());
    assertEquals(List.of(Contender.values()), options.contenders());
    assertEquals("0", options.cores());
  }

  @Test
  void whatIsGivenHolds() {
    given.setProperty("bench.rounds", "3");
    given.setProperty("bench.slice", "250");
    given.setProperty("bench.workloads", "W4,W1");
    given.setProperty("bench.contenders", "mirliton-loom,official-nio");
    given.setProperty("bench.pin", "none");

    BenchOptions options = BenchOptions.from(given);

    assertEquals(3, options.rounds());
    assertEquals(Duration.ofMillis(250), options.slice());
    assertEquals(List.of(Workload.W4, Workload.W1), options.workloads());
    assertEquals(List.of(Contender.MIRLITON_LOOM, Contender.OFFICIAL_NIO), options.contenders());
    assertEquals("", options.cores());
  }

  @Test
  void aWrongNameIsAnsweredWithTheRightOnes() {
    given.setProperty("bench.contenders", "oficial-nio");

    String message =
        assertThrows(IllegalArgumentException.class, () -> BenchOptions.from(given)).toString();

    assertTrue(message.contains("official-nio"), message);
    assertTrue(message.contains("oficial-nio"), message);
  }

  @Test
  void noRoundsAreRefused() {
    given.setProperty("bench.rounds", "0");

    assertThrows(IllegalArgumentException.class, () -> BenchOptions.from(given));
  }
}
