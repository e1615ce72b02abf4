package dev.mirliton.zk.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.CallbackDeadlockException;
import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a {@link Promise} promises when it lives on a handler's callback queue.
 *
 * @since 0.1
 */
public interface ResultContract extends HandlerSubject {

  @Test
  default void aResultIsSetOnceHoweverManyTry() throws Exception {
    try (Handler handler = start()) {
      for (int round = 0; round < 200; round++) {
        Promise<Integer> result = new Promise<>(handler.callbackQueue("events"));
        AtomicInteger winners = new AtomicInteger();
        AtomicInteger won = new AtomicInteger();

        Concurrently.run(
            3,
            thread -> {
              if (result.complete(thread)) {
                winners.incrementAndGet();
                won.set(thread);
              }
            });

        assertEquals(1, winners.get());
        assertEquals(won.get(), result.value());
        assertFalse(result.fail(new IllegalStateException("late")));
        assertFalse(result.cancel());
        assertTrue(result.isSuccessful());
        assertNull(result.exception());
      }
    }
  }

  @Test
  default void listenersAreToldOnceOnTheQueueInTheOrderTheyCame() throws Exception {
    int listeners = 1000;
    List<Integer> told = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(2 * listeners);

    try (Handler handler = start()) {
      CallbackQueue queue = handler.callbackQueue("events");
      Promise<String> result = new Promise<>(queue);
      for (int i = 0; i < 2 * listeners; i++) {
        if (i == listeners) {
          result.complete("value"); // the others are late
        }
        int listener = i;
        result.link(
            same -> {
              told.add(queue.isCurrent() && same.value().equals("value") ? listener : -1);
              all.countDown();
            });
      }
      Concurrently.await(all);
    }

    assertEquals(IntStream.range(0, 2 * listeners).boxed().toList(), told);
  }

  @Test
  default void aListenerThatRacesWithTheValueIsToldExactlyOnce() throws Exception {
    int rounds = 3000;
    List<Promise<Integer>> results = new ArrayList<>();
    AtomicInteger told = new AtomicInteger();

    try (Handler handler = start()) {
      CallbackQueue queue = handler.callbackQueue("events");
      IntStream.range(0, rounds).forEach(i -> results.add(new Promise<>(queue)));
      Concurrently.run(
          2,
          thread -> {
            for (Promise<Integer> result : results) {
              if (thread == 0) {
                result.complete(1);
              } else {
                result.link(same -> told.addAndGet(same.value()));
              }
            }
          });
      Concurrently.until("each was told", () -> told.get() >= rounds);
    }

    assertEquals(rounds, told.get());
  }

  @Test
  default void aRemovedListenerIsNotTold() throws Exception {
    AtomicInteger told = new AtomicInteger();

    try (Handler handler = start()) {
      Promise<String> result = new Promise<>(handler.callbackQueue("events"));
      Consumer<AsyncResult<String>> listener = same -> told.incrementAndGet();
      CountDownLatch last = new CountDownLatch(1);
      result.link(listener);
      result.link(same -> last.countDown());
      result.unlink(listener);
      result.complete("value");
      Concurrently.await(last);
    }

    assertEquals(0, told.get());
  }

  @Test
  default void aListenerThatThrowsDoesNotStopTheNext() throws Exception {
    try (Handler handler = start()) {
      Promise<String> result = new Promise<>(handler.callbackQueue("events"));
      CountDownLatch told = new CountDownLatch(1);
      result.link(
          same -> {
            throw new IllegalStateException("thrown on purpose by a listener");
          });
      result.link(same -> told.countDown());

      result.complete("value");

      Concurrently.await(told);
    }
  }

  @Test
  default void waitersAreWokenWhileTheQueueIsBlocked() throws Exception {
    try (Handler handler = start()) {
      CallbackQueue queue = handler.callbackQueue("events");
      CountDownLatch release = new CountDownLatch(1);
      queue.execute(() -> Concurrently.awaitQuietly(release));
      Promise<String> result = new Promise<>(queue);
      AtomicInteger waiting = new AtomicInteger();
      List<FutureTask<Void>> waiters = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        Concurrently.Act wait =
            () -> {
              waiting.incrementAndGet();
              assertEquals("value", result.get());
            };
        waiters.add(i % 2 == 0 ? Concurrently.begin(wait) : Concurrently.beginVirtual(wait));
      }
      Concurrently.until("all wait", () -> waiting.get() == 10);

      result.complete("value");

      try {
        for (FutureTask<Void> waiter : waiters) {
          Concurrently.end(waiter);
        }
      } finally {
        release.countDown();
      }
    }
  }

  @Test
  default void waitingInsideACallbackWorksForWhatOthersSet() throws Exception {
    try (Handler handler = start()) {
      CallbackQueue queue = handler.callbackQueue("events");
      Promise<String> answer = new Promise<>(queue);
      Promise<String> seen = new Promise<>(queue);
      CountDownLatch inside = new CountDownLatch(1);

      queue.execute(
          () -> {
            inside.countDown();
            try {
              seen.complete(answer.get(Concurrently.limit()));
            } catch (InterruptedException | TimeoutException failure) {
              seen.fail(failure);
            }
          });
      Concurrently.await(inside);
      answer.complete("value");

      assertEquals("value", seen.get(Concurrently.limit()));
    }
  }

  @Test
  default void waitingInsideACallbackForALaterOneIsRefused() throws Exception {
    try (Handler handler = start()) {
      CallbackQueue queue = handler.callbackQueue("events");
      Promise<String> result =
          new Promise<>(queue) {
            @Override
            protected boolean isSetByQueue() {
              return true;
            }
          };
      Promise<Throwable> refused = new Promise<>(queue);

      queue.execute(
          () -> {
            try {
              result.get();
            } catch (CallbackDeadlockException | InterruptedException failure) {
              refused.complete(failure);
            }
          });
      queue.execute(() -> result.complete("value"));

      assertTrue(refused.get(Concurrently.limit()) instanceof CallbackDeadlockException);
      assertEquals("value", result.get(Concurrently.limit()), "waiting elsewhere works");
    }
  }

  @Test
  default void waitingEndsAtItsLimitAndNotBefore() throws Exception {
    try (Handler handler = start()) {
      Promise<String> result = new Promise<>(handler.callbackQueue("events"));

      for (int millis : new int[] {0, 1, 20, 60}) {
        Duration limit = Duration.ofMillis(millis);
        long start = handler.nanoTime();
        assertFalse(result.await(limit));
        assertTrue(handler.nanoTime() - start >= limit.toNanos(), "returned before " + limit);
      }

      assertFalse(result.await(Duration.ofSeconds(-1)));
      assertThrows(TimeoutException.class, () -> result.get(Duration.ofMillis(1)));
      assertFalse(result.isReady());
      result.complete("value");
      assertEquals("value", result.get(Duration.ofSeconds(Long.MAX_VALUE)));
    }
  }

  @Test
  default void anInterruptEndsTheWaitAndLeavesTheResultOpen() throws Exception {
    try (Handler handler = start()) {
      Promise<String> result = new Promise<>(handler.callbackQueue("events"));
      CompletableFuture<Thread> waiter = new CompletableFuture<>();
      FutureTask<Void> waiting =
          Concurrently.begin(
              () -> {
                waiter.complete(Thread.currentThread());
                assertThrows(InterruptedException.class, result::get);
                assertFalse(Thread.currentThread().isInterrupted(), "the flag is still set");
                Thread.currentThread().interrupt(); // also when it came before the wait
                assertThrows(InterruptedException.class, () -> result.await(Concurrently.limit()));
                assertFalse(Thread.currentThread().isInterrupted(), "the flag is still set");
              });

      Concurrently.value(waiter).interrupt();

      Concurrently.end(waiting);
      assertTrue(result.complete("value"));
    }
  }

  @Test
  default void aReadyResultIsReturnedToAnInterruptedCaller() throws Exception {
    try (Handler handler = start()) {
      Promise<String> result = new Promise<>(handler.callbackQueue("events"));
      result.complete("value");

      Thread.currentThread().interrupt();

      assertEquals("value", result.get());
      assertTrue(Thread.interrupted(), "the flag was cleared");
    }
  }

  @Test
  default void cancellingEndsTheWaitAndTellsListeners() throws Exception {
    try (Handler handler = start()) {
      Promise<String> result = new Promise<>(handler.callbackQueue("events"));
      CountDownLatch told = new CountDownLatch(1);
      result.link(same -> told.countDown());
      CountDownLatch begun = new CountDownLatch(1);
      FutureTask<Void> waiting =
          Concurrently.begin(
              () -> {
                begun.countDown();
                assertThrows(CancellationException.class, result::get);
              });
      Concurrently.await(begun);

      assertTrue(result.cancel());

      Concurrently.end(waiting);
      Concurrently.await(told);
      assertFalse(result.cancel());
      assertFalse(result.complete("late"));
      assertTrue(result.isReady());
      assertFalse(result.isSuccessful());
    }
  }

  @Test
  default void aFailureIsThrownToWhoeverWaitsAndGivenToWhoeverAsks() throws Exception {
    try (Handler handler = start()) {
      Promise<String> result = new Promise<>(handler.callbackQueue("events"));
      IllegalArgumentException failure = new IllegalArgumentException("on purpose");

      result.fail(failure);

      assertSame(failure, assertThrows(IllegalArgumentException.class, result::get));
      assertSame(failure, result.exception());
      assertTrue(result.await(Duration.ZERO));
      assertThrows(IllegalStateException.class, result::value);
    }
  }

  @Test
  default void everyStageRunsOnTheQueue() throws Exception {
    try (Handler handler = start()) {
      CallbackQueue queue = handler.callbackQueue("events");
      for (int round = 0; round < 2000; round++) {
        Promise<String> result = new Promise<>(queue);
        if (round % 2 == 0) {
          result.complete("value"); // so that stages meet a ready result too
        }
        List<CompletableFuture<Boolean>> stages =
            List.of(
                result.thenApply(value -> queue.isCurrent()),
                result.thenApplyAsync(value -> queue.isCurrent()),
                result.thenCompose(value -> CompletableFuture.completedFuture(queue.isCurrent())),
                result.handle((value, failure) -> queue.isCurrent()),
                result.handleAsync((value, failure) -> queue.isCurrent()),
                result.thenApplyAsync(value -> 1).thenApplyAsync(one -> queue.isCurrent()));
        result.complete("value");

        for (CompletableFuture<Boolean> stage : stages) {
          assertTrue(Concurrently.value(stage), "ran elsewhere");
        }
      }
    }
  }

  @Test
  default void stagesAndListenersAreToldInTheOrderInWhichResultsWereSet() throws Exception {
    int results = 300;
    List<Integer> told = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(results);

    try (Handler handler = start()) {
      CallbackQueue queue = handler.callbackQueue("events");
      List<Promise<Integer>> batch = new ArrayList<>();
      for (int i = 0; i < results; i++) {
        Promise<Integer> result = new Promise<>(queue);
        batch.add(result);
        Consumer<Integer> tell =
            value -> {
              told.add(value);
              all.countDown();
            };
        switch (i % 3) {
          case 0 -> result.link(same -> tell.accept(same.value()));
          case 1 -> result.thenAccept(tell);
          default -> result.thenApply(value -> value).thenAccept(tell);
        }
      }

      for (int i = 0; i < results; i++) {
        batch.get(i).settle(i);
      }
      queue.wake();
      Concurrently.await(all);
    }

    assertEquals(IntStream.range(0, results).boxed().toList(), told);
  }
}
