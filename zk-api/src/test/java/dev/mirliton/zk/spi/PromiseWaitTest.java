package dev.mirliton.zk.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.CallbackDeadlockException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for a result, by a clock that tests move. */
class PromiseWaitTest {
  /** So near the clock's end that a deadline lies behind it. */
  private static final long START = Long.MAX_VALUE - 10;

  private final ScriptedParking parking = new ScriptedParking(START);
  private final CrankedQueue queue = new CrankedQueue(parking);
  private final Promise<String> result = new Promise<>(queue);

  @AfterEach
  void noInterruptIsLeft() {
    assertFalse(Thread.interrupted());
  }

  @Test
  void waiterIsWokenByTheValueAndNotByTheQueue() throws Exception {
    parking.then(() -> result.settle("value"));

    assertEquals("value", result.get());

    assertEquals(List.of(Thread.currentThread()), parking.unparked());
    assertEquals(0, queue.turn());
  }

  @Test
  void wakingForNoReasonIsNoAnswer() throws Exception {
    parking.then(() -> {}).then(() -> {}).then(() -> result.complete("value"));

    assertEquals("value", result.get());
    assertEquals(3, parking.parks());
  }

  @Test
  void limitIsCountedOnceOverEveryPark() throws Exception {
    parking.then(() -> parking.pass(400)).then(() -> parking.pass(500));

    assertFalse(result.awaitNanos(1000));

    assertEquals(1000, parking.nanoTime() - START);
    assertEquals(3, parking.parks());
  }

  @Test
  void valueInTheLastMomentCounts() throws Exception {
    parking.then(
        () -> {
          parking.pass(1000);
          result.complete("value");
        });

    assertTrue(result.awaitNanos(1000));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void limitThatHasPassedDoesNotPark(long nanos) throws Exception {
    assertFalse(result.awaitNanos(nanos));
    assertFalse(result.await(Duration.ofNanos(nanos)));
    assertFalse(result.await(Duration.ofSeconds(Long.MIN_VALUE)));

    assertEquals(0, parking.parks());
  }

  @Test
  void timeoutSaysWhatWasAwaitedAndForHowLong() {
    TimeoutException late =
        assertThrows(TimeoutException.class, () -> result.get(Duration.ofMillis(5)));

    assertEquals("result was not ready after PT0.005S", late.getMessage());
    assertFalse(result.isReady());
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE / 2})
  void longestLimitsAreKept(long nanos) throws Exception {
    parking.then(() -> parking.pass(1_000_000)).then(() -> result.complete("value"));

    assertTrue(result.awaitNanos(nanos));
    assertEquals(2, parking.parks());
  }

  @Test
  void limitBeyondTheClockIsForEver() throws Exception {
    parking.then(() -> result.complete("value"));

    assertEquals("value", result.get(Duration.ofSeconds(Long.MAX_VALUE)));
  }

  @Test
  void interruptBeforeTheWaitEndsIt() {
    Thread.currentThread().interrupt();

    assertThrows(InterruptedException.class, result::get);
    assertEquals(0, parking.parks());
  }

  @Test
  void interruptDuringTheWaitEndsItAndLeavesTheResultOpen() {
    parking.then(() -> Thread.currentThread().interrupt());

    assertThrows(InterruptedException.class, () -> result.awaitNanos(1000));

    assertEquals(1, parking.parks());
    assertTrue(result.complete("value"));
  }

  @Test
  void valueThatCameWithAnInterruptIsReturnedAndTheFlagStays() throws Exception {
    parking.then(
        () -> {
          Thread.currentThread().interrupt();
          result.complete("value");
        });

    assertEquals("value", result.get());

    assertTrue(Thread.interrupted());
  }

  /** Whoever asks again and again must not be remembered each time. */
  @Test
  void waiterThatGaveUpIsForgotten() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertFalse(result.awaitNanos(10));
    }
    result.complete("value");

    assertEquals(List.of(), parking.unparked());
  }

  @Test
  void waiterThatWasInterruptedIsForgotten() {
    result.link(same -> {});
    parking.then(() -> Thread.currentThread().interrupt());
    assertThrows(InterruptedException.class, result::get);

    result.complete("value");

    assertEquals(List.of(), parking.unparked());
    assertEquals(1, queue.turn());
  }

  @Test
  void whoGivesUpTakesNobodyAlong() throws Exception {
    List<String> told = new ArrayList<>();
    // Under the waiter's place in line, and above it.
    parking.then(() -> result.link(same -> told.add("second")));
    result.link(same -> told.add("first"));

    assertFalse(result.awaitNanos(1000));
    result.link(same -> told.add("third"));
    result.complete("value");
    queue.turn();

    assertEquals(List.of("first", "second", "third"), told);
    assertEquals(List.of(), parking.unparked());
  }

  @Test
  void loneWaiterThatGivesUpUnderAListenerIsForgotten() throws Exception {
    List<String> told = new ArrayList<>();
    parking.then(() -> result.link(same -> told.add("listener")));

    assertFalse(result.awaitNanos(1000));
    result.complete("value");
    queue.turn();

    assertEquals(List.of("listener"), told);
    assertEquals(List.of(), parking.unparked());
  }

  @Test
  void waiterMovesBytesFirstAndParksOnlyIfThatBroughtNothing() throws Exception {
    List<Long> assisted = new ArrayList<>();
    Promise<String> request =
        new Promise<>(queue) {
          @Override
          protected void assist(long nanos) {
            assisted.add(nanos);
            if (assisted.size() == 2) {
              complete("value");
            }
          }
        };

    assertFalse(request.awaitNanos(1000));
    assertEquals("value", request.get());

    assertEquals(List.of(1000L, Long.MAX_VALUE), assisted);
    assertEquals(1, parking.parks());
  }

  @Test
  void timeSpentMovingBytesIsPartOfTheLimit() throws Exception {
    Promise<String> request =
        new Promise<>(queue) {
          @Override
          protected void assist(long nanos) {
            parking.pass(nanos);
          }
        };

    assertFalse(request.awaitNanos(1000));

    assertEquals(0, parking.parks());
  }

  @Test
  void whatOnlyTheQueueSetsIsNotAwaitedInsideIt() {
    Promise<String> lock =
        new Promise<>(queue) {
          @Override
          protected boolean isSetByQueue() {
            return true;
          }

          @Override
          public String toString() {
            return "the lock";
          }
        };
    List<String> refused = new ArrayList<>();
    queue.add(
        () ->
            refused.add(
                String.valueOf(
                    assertThrows(CallbackDeadlockException.class, lock::get).getMessage())));

    queue.turn();

    assertTrue(refused.get(0).startsWith("waiting for the lock inside a callback"), refused.get(0));
  }

  @Test
  void whatOnlyTheQueueSetsIsAwaitedElsewhereAndReadAnywhere() throws Exception {
    Promise<String> lock =
        new Promise<>(queue) {
          @Override
          protected boolean isSetByQueue() {
            return true;
          }
        };
    List<String> seen = new ArrayList<>();
    parking.then(() -> lock.complete("value"));

    seen.add(lock.get());
    lock.link(
        same -> {
          try {
            seen.add(same.get());
          } catch (InterruptedException interrupted) {
            seen.add(interrupted.toString());
          }
        });
    queue.turn();

    assertEquals(List.of("value", "value"), seen);
  }

  @Test
  void whatOthersSetIsAwaitedInsideTheQueueToo() {
    List<String> seen = new ArrayList<>();
    parking.then(() -> result.complete("value"));
    queue.add(
        () -> {
          try {
            seen.add(result.get());
          } catch (InterruptedException interrupted) {
            seen.add(interrupted.toString());
          }
        });

    queue.turn();

    assertEquals(List.of("value"), seen);
  }
}
