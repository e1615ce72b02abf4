package dev.mirliton.zk.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.Failure;
import dev.mirliton.zk.NoNodeException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A result on one thread: setting, telling, linking. */
class PromiseTest {
  private final ScriptedParking parking = new ScriptedParking(0);
  private final CrankedQueue queue = new CrankedQueue(parking);
  private final Promise<String> result = new Promise<>(queue);
  private final List<String> told = new ArrayList<>();

  private Consumer<AsyncResult<String>> tell(String who) {
    return same -> told.add(who);
  }

  @AfterEach
  void noInterruptIsLeft() {
    assertFalse(Thread.interrupted());
  }

  @Test
  void openResultHasNothingToSay() {
    assertFalse(result.isReady());
    assertFalse(result.isSuccessful());
    assertNull(result.exception());
    assertEquals(
        "result is not ready",
        assertThrows(IllegalStateException.class, result::value).getMessage());
  }

  @Test
  void valueIsSetOnce() {
    assertTrue(result.complete("first"));

    assertFalse(result.complete("second"));
    assertFalse(result.fail(new IOException()));
    assertFalse(result.settle("second"));
    assertFalse(result.settleFailed(new IOException()));
    assertFalse(result.cancel());
    assertTrue(result.isReady());
    assertTrue(result.isSuccessful());
    assertEquals("first", result.value());
    assertNull(result.exception());
  }

  @Test
  @SuppressWarnings("NullAway") // the value of a Promise<Void> is null
  void nullIsAValue() throws Exception {
    Promise<Void> nothing = new Promise<>(queue);

    assertTrue(nothing.complete(null));

    assertTrue(nothing.isReady());
    assertTrue(nothing.isSuccessful());
    assertNull(nothing.value());
    assertNull(nothing.get());
    assertFalse(nothing.complete(null));
  }

  @Test
  void failureIsSetOnce() {
    IOException failure = new IOException("on purpose");

    assertTrue(result.fail(failure));

    assertFalse(result.complete("late"));
    assertFalse(result.cancel());
    assertTrue(result.isReady());
    assertFalse(result.isSuccessful());
    assertSame(failure, result.exception());
    IllegalStateException refused = assertThrows(IllegalStateException.class, result::value);
    assertEquals("result failed", refused.getMessage());
    assertSame(failure, refused.getCause());
  }

  @Test
  void failureOfOursIsThrownWithTheCallersStack() {
    NoNodeException failure = new NoNodeException(Failure.local("get", "/a"));
    result.fail(failure);

    NoNodeException thrown = assertThrows(NoNodeException.class, result::get);

    assertNotSame(failure, thrown);
    assertSame(failure, thrown.getCause());
    assertSame(failure, result.exception());
  }

  @Test
  void uncheckedFailureIsThrownAsItIsAndACheckedOneWrapped() {
    Promise<String> broken = new Promise<>(queue);
    Promise<String> unchecked = new Promise<>(queue);
    AssertionError error = new AssertionError("on purpose");
    IllegalArgumentException exception = new IllegalArgumentException("on purpose");
    IOException checked = new IOException("on purpose");

    broken.fail(error);
    unchecked.fail(exception);
    result.fail(checked);

    assertSame(error, assertThrows(AssertionError.class, broken::get));
    assertSame(exception, assertThrows(IllegalArgumentException.class, unchecked::get));
    IllegalStateException wrapped = assertThrows(IllegalStateException.class, result::get);
    assertEquals("on purpose", wrapped.getMessage());
    assertSame(checked, wrapped.getCause());
  }

  @Test
  void cancellingIsAFailureOfItsOwn() {
    List<Boolean> withdrawn = new ArrayList<>();
    Promise<String> request =
        new Promise<>(queue) {
          @Override
          protected void cancelled() {
            withdrawn.add(isReady());
          }

          @Override
          public String toString() {
            return "get /a";
          }
        };
    request.link(tell("listener"));

    assertTrue(request.cancel());
    assertFalse(request.cancel());
    queue.turn();

    assertEquals(List.of(true), withdrawn, "withdrawn once, after the outcome was set");
    assertEquals(List.of("listener"), told);
    CancellationException thrown = assertThrows(CancellationException.class, request::get);
    assertEquals("get /a was cancelled", thrown.getMessage());
    assertSame(request.exception(), thrown.getCause());
  }

  @Test
  void readyResultIsNotWithdrawn() {
    Promise<String> request =
        new Promise<>(queue) {
          @Override
          protected void cancelled() {
            throw new AssertionError("it was ready");
          }
        };
    request.complete("value");

    assertFalse(request.cancel());
  }

  @Test
  void listenersAreToldOnTheQueueOnly() {
    result.link(same -> told.add(same.value() + queue.isCurrent()));

    result.complete("value");

    assertEquals(List.of(), told);
    assertEquals(1, queue.turn());
    assertEquals(List.of("valuetrue"), told);
    assertEquals(0, queue.turn(), "once");
  }

  @Test
  void settlingLeavesTheWakingToTheCaller() {
    result.link(tell("early"));

    result.settle("value");
    assertEquals(0, queue.wakes());

    result.link(tell("late"));
    assertEquals(1, queue.wakes());
    queue.turn();
    assertEquals(List.of("early", "late"), told);
  }

  @Test
  void completingWakesTheQueue() {
    result.complete("value");
    new Promise<>(queue).fail(new IOException());

    assertEquals(2, queue.wakes());
  }

  @Test
  void listenersAreToldInTheOrderTheyCame() {
    IntStream.range(0, 5).forEach(i -> result.link(tell("early" + i)));
    result.complete("value");
    IntStream.range(0, 2).forEach(i -> result.link(tell("late" + i)));

    queue.turn();

    assertEquals(List.of("early0", "early1", "early2", "early3", "early4", "late0", "late1"), told);
  }

  @Test
  void unlinkedListenerIsNotTold() {
    Consumer<AsyncResult<String>> gone = tell("gone");
    result.link(tell("before"));
    result.link(gone);
    result.link(tell("between"));
    result.link(gone);
    result.link(tell("after"));

    result.unlink(gone);
    result.complete("value");

    assertEquals(3, queue.turn(), "callbacks");
    assertEquals(List.of("before", "between", "after"), told);
  }

  @Test
  void listenersAreUnlinkedOneByOneInAnyOrder() {
    List<Consumer<AsyncResult<String>>> listeners = new ArrayList<>();
    IntStream.range(0, 6).forEach(i -> listeners.add(tell("listener" + i)));
    listeners.forEach(result::link);

    for (int i : new int[] {0, 5, 2, 3}) {
      result.unlink(listeners.get(i));
    }
    result.complete("value");
    queue.turn();

    assertEquals(List.of("listener1", "listener4"), told);
  }

  @Test
  void unlinkedListenerMayBeLinkedAgain() {
    Consumer<AsyncResult<String>> listener = tell("again");
    result.link(listener);
    result.unlink(listener);
    result.link(listener);

    result.complete("value");
    queue.turn();

    assertEquals(List.of("again"), told);
  }

  @Test
  void unlinkingAStrangerOrTooLateDoesNothing() {
    Consumer<AsyncResult<String>> listener = tell("listener");
    result.unlink(listener);
    result.link(listener);
    result.unlink(tell("stranger"));
    result.complete("value");
    queue.turn();
    result.unlink(listener);

    assertEquals(List.of("listener"), told);
  }

  /** Telling them one inside the other would end the stack, and nobody would be told. */
  @Test
  void thereIsNoLimitToListeners() {
    int many = 200_000;
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      int listener = i;
      result.link(same -> order.add(listener));
    }

    result.complete("value");
    queue.turn();

    assertEquals(IntStream.range(0, many).boxed().toList(), order);
  }

  @Test
  void listenerMayLinkToTheSameResult() {
    result.link(
        same -> {
          told.add("first");
          same.link(tell("second"));
        });

    result.complete("value");
    queue.turn();

    assertEquals(List.of("first", "second"), told);
  }

  @Test
  void readyResultIsGivenWithoutParking() throws Exception {
    result.complete("value");

    assertEquals("value", result.get());
    assertEquals("value", result.get(Duration.ZERO));
    assertTrue(result.await(Duration.ZERO));
    assertTrue(result.awaitNanos(0));
    assertEquals(0, parking.parks());
  }

  @Test
  void everyStageIsAlsoAListener() {
    List<String> values = new ArrayList<>();
    result.thenAccept(values::add);
    result.thenApply(String::length).thenAccept(length -> values.add("length " + length));
    result.whenComplete((value, failure) -> values.add(value + failure));
    result.thenCombine(result, (one, two) -> one + two).thenAccept(values::add);

    result.complete("value");
    assertEquals(List.of(), values);
    queue.turn();

    assertEquals(List.of("value", "length 5", "valuenull", "valuevalue"), values);
  }

  @Test
  void stagesOfAFailureSeeTheFailureItself() {
    IOException failure = new IOException("on purpose");
    List<Throwable> seen = new ArrayList<>();
    result.exceptionally(
        same -> {
          seen.add(same);
          return "instead";
        });
    result.handle((value, same) -> seen.add(same));
    result
        .thenApply(String::length)
        .whenComplete((value, wrapped) -> seen.add(assertInstanceOf(Throwable.class, wrapped)));

    result.fail(failure);
    queue.turn();

    assertSame(failure, seen.get(0));
    assertSame(failure, seen.get(1));
    assertSame(failure, seen.get(2).getCause(), "wrapped, as CompletionStage has it");
    assertEquals(3, seen.size());
  }

  @Test
  void stageThatIsCompletedByItsHolderCompletesNothingElse() {
    result.toCompletableFuture().complete("forged");

    assertFalse(result.isReady());
    result.complete("value");
    queue.turn();
    assertEquals("value", result.toCompletableFuture().getNow("value"));
  }
}
