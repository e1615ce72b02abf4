package dev.mirliton.zk.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PausesTest {

  @Test
  void pausesDoubleUpToTenSecondsAndBeginAnew() {
    Pauses pauses = new Pauses();

    assertEquals(Duration.ofMillis(100), pauses.next());
    assertEquals(Duration.ofMillis(200), pauses.next());
    for (int i = 0; i < 10; i++) {
      pauses.next();
    }
    assertEquals(Duration.ofSeconds(10), pauses.next());
    pauses.reset();
    assertEquals(Duration.ofMillis(100), pauses.next());
  }
}
