package dev.mirliton.zk.protocol.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpanTest {
  private static String text(Duration span) {
    return Span.text(span.toNanos());
  }

  @Test
  void unitFitsTheLength() {
    assertEquals("0 ms", text(Duration.ofNanos(999_999)));
    assertEquals("999 ms", text(Duration.ofNanos(999_999_999)));
    assertEquals("1.0 s", text(Duration.ofSeconds(1)));
    assertEquals("12.3 s", text(Duration.ofMillis(12_345)));
    assertEquals("119.9 s", text(Duration.ofMillis(119_900)));
    assertEquals("2 min 0 s", text(Duration.ofMinutes(2)));
    assertEquals("75 min 7 s", text(Duration.ofSeconds(75 * 60 + 7)));
  }

  @Test
  void clockThatWentBackIsNoLength() {
    assertEquals("0 ms", text(Duration.ofSeconds(-3)));
  }
}
