package dev.mirliton.zk.handler.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mirliton.zk.Registration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
  private final TimerQueue timers = new TimerQueue();
  private final List<String> ran = new ArrayList<>();

  private Registration add(long due, String name) {
    return timers.add(due, () -> ran.add(name));
  }

  @Test
  void timersRunInTheOrderTheyAreDueAndNotBefore() {
    add(30, "third");
    add(10, "first");
    add(20, "second");
    add(40, "later");

    timers.runDue(30);

    assertEquals(List.of("first", "second", "third"), ran);
    assertEquals(10, timers.nanosLeft(30));
  }

  @Test
  void equalTimesRunInTheOrderTheyWereAdded() {
    add(10, "first");
    add(10, "second");

    timers.runDue(10);

    assertEquals(List.of("first", "second"), ran);
  }

  @Test
  void aCancelledTimerNeverRuns() {
    Registration timer = add(10, "cancelled");

    timer.close();
    timer.close();
    timers.runDue(10);

    assertEquals(List.of(), ran);
    assertEquals(Long.MAX_VALUE, timers.nanosLeft(10));
  }

  @Test
  void theClockMayOverflow() {
    add(Long.MIN_VALUE + 5, "after the overflow");
    add(Long.MAX_VALUE - 5, "before the overflow");

    timers.runDue(Long.MAX_VALUE);
    assertEquals(List.of("before the overflow"), ran);
    assertEquals(6, timers.nanosLeft(Long.MAX_VALUE));

    timers.runDue(Long.MIN_VALUE + 5);
    assertEquals(List.of("before the overflow", "after the overflow"), ran);
  }

  @Test
  void aTimerThatThrowsDoesNotStopTheNext() {
    timers.add(
        10,
        () -> {
          throw new IllegalStateException("thrown on purpose by a timer");
        });
    add(10, "next");

    timers.runDue(10);

    assertEquals(List.of("next"), ran);
  }

  @Test
  void aClosedQueueDropsItsTimersAndTakesNoMore() {
    add(10, "dropped");

    timers.close();
    timers.runDue(10);

    assertEquals(List.of(), ran);
    assertThrows(IllegalStateException.class, () -> add(10, "late"));
  }
}
