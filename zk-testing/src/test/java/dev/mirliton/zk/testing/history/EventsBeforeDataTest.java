package dev.mirliton.zk.testing.history;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class EventsBeforeDataTest {
  private long nanos;
  private final EventsBeforeData promise = new EventsBeforeData(() -> nanos);
  private final EventsBeforeData.Observer observer = promise.observer("c1");

  @Test
  void eventThenDataIsRight() {
    observer.watchesOnce("/a", 3);
    observer.read("/a", 3);
    observer.told("/a");
    observer.read("/a", 7);

    assertDoesNotThrow(promise::verify);
  }

  @Test
  void dataBeforeTheEventIsWrong() {
    nanos = 1_000_000_000L;
    observer.watchesOnce("/a", 3);
    nanos = 1_250_000_000L;
    observer.read("/a", 7);
    observer.told("/a");

    ViolationError violation = assertThrows(ViolationError.class, promise::verify);

    assertEquals(
        """
        c1 read a change of /a before it was told of it
          watching, set at 1.000 s having read change 3
          read change 7 at 1.250 s""",
        violation.getMessage());
  }

  @Test
  void lastingWatchMustTellOfEveryChange() {
    observer.watches("/a", 3);
    observer.told("/a", 7);
    observer.read("/a", 7);
    assertDoesNotThrow(promise::verify);

    observer.read("/a", 8);

    assertThrows(ViolationError.class, promise::verify);
  }

  @Test
  void eventWithoutANumberAllowsTheNextReadAndNoMore() {
    observer.watches("/a", 3);
    observer.told("/a");
    observer.read("/a", 7);
    observer.read("/a", 7);
    assertDoesNotThrow(promise::verify);

    observer.read("/a", 8);

    assertThrows(ViolationError.class, promise::verify);
  }

  @Test
  void nobodyIsToldOfWhatNobodyWatches() {
    observer.watches("/a", 3);
    observer.read("/b", 9);
    promise.observer("c2").read("/a", 9);
    observer.unwatched("/a");
    observer.read("/a", 9);

    assertDoesNotThrow(promise::verify);
  }

  @Test
  void creationMustBeToldToWhoWatchesForIt() {
    observer.watchesOnce("/a", 0);
    observer.read("/a", 1);

    assertThrows(ViolationError.class, promise::verify);
  }

  @Test
  void laterViolationsAreSuppressedByTheFirst() {
    observer.watches("/a", 3);
    observer.read("/a", 7);
    observer.read("/a", 8);

    ViolationError violation = assertThrows(ViolationError.class, promise::verify);

    assertEquals(1, violation.getSuppressed().length);
  }
}
