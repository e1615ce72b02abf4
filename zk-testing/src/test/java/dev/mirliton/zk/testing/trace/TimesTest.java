package dev.mirliton.zk.testing.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class TimesTest {
  @Test
  void momentsHaveMicroseconds() {
    assertEquals("0.000 000 s", Times.moment(999));
    assertEquals("12.345 678 s", Times.moment(12_345_678_901L));
    assertEquals("3600.000 001 s", Times.moment(3_600_000_001_000L));
  }

  @Test
  void lengthsHaveTheUnitThatSuitsThem() {
    assertEquals("0 ns", Times.length(0));
    assertEquals("1.5 µs", Times.length(1_500));
    assertEquals("1.2 ms", Times.length(1_200_000));
    assertEquals("100 ms", Times.length(100_000_000));
    assertEquals("90 s", Times.length(90_000_000_000L));
  }

  @Test
  void forEverIsAsLongAsCanBe() {
    assertEquals(Long.MAX_VALUE, Times.nanos(ChronoUnit.FOREVER.getDuration()));
  }
}
