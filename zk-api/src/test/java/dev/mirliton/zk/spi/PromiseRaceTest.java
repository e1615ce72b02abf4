package dev.mirliton.zk.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.spi.parts.ThreadParking;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A result and many threads. */
@Timeout(60)
class PromiseRaceTest {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int ROUNDS = 2_000;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CrankedQueue queue = new CrankedQueue(ThreadParking.INSTANCE);

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  /** Runs all at once, and throws what one threw. */
  private <T> List<T> race(List<Callable<T>> racers) throws Exception {
    CyclicBarrier start = new CyclicBarrier(racers.size());
    List<Future<T>> running = new ArrayList<>();
    for (Callable<T> racer : racers) {
      running.add(
          threads.submit(
              () -> {
                start.await(LIMIT_NANOS, TimeUnit.NANOSECONDS);
                return racer.call();
              }));
    }
    List<T> answers = new ArrayList<>();
    for (Future<T> each : running) {
      answers.add(each.get(LIMIT_NANOS, TimeUnit.NANOSECONDS));
    }
    return answers;
  }

  @Test
  void onlyOneSetsTheOutcome() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Promise<String> result = new Promise<>(queue);

      List<Boolean> won =
          race(
              List.of(
                  () -> result.complete("value"),
                  () -> result.fail(new IllegalStateException()),
                  result::cancel));

      assertEquals(1, won.stream().filter(each -> each).count());
      assertEquals(won.get(0), result.isSuccessful());
    }
  }

  @Test
  void nobodyWhoWaitsOrListensIsForgotten() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Promise<String> result = new Promise<>(queue);
      AtomicInteger told = new AtomicInteger();
      Consumer<AsyncResult<String>> listener = same -> told.incrementAndGet();
      Callable<Boolean> wait = () -> result.awaitNanos(LIMIT_NANOS);
      Callable<Boolean> link =
          () -> {
            result.link(listener);
            return true;
          };

      List<Boolean> answers =
          race(List.of(wait, link, () -> result.complete("value"), link, wait, link));
      queue.turn();

      assertEquals(List.of(true, true, true, true, true, true), answers);
      assertEquals(3, told.get(), "listeners told in round " + round);
    }
  }

  /** They come and go on one stack; who stays is told all the same. */
  @Test
  void whoGivesUpTakesNobodyAlong() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Promise<String> result = new Promise<>(queue);
      AtomicInteger told = new AtomicInteger();
      AtomicInteger left = new AtomicInteger();
      Callable<Boolean> giveUp =
          () -> {
            for (int i = 0; i < 5; i++) {
              result.awaitNanos(1);
            }
            return true;
          };
      Callable<Boolean> leave =
          () -> {
            for (int i = 0; i < 5; i++) {
              Consumer<AsyncResult<String>> gone = same -> left.incrementAndGet();
              result.link(gone);
              result.link(same -> told.incrementAndGet());
              result.unlink(gone);
            }
            return true;
          };
      Callable<Boolean> stay = () -> result.awaitNanos(LIMIT_NANOS);
      List<Callable<Boolean>> racers = new ArrayList<>(List.of(giveUp, leave, giveUp, leave));
      Future<Boolean> waiter = threads.submit(stay);

      race(racers);
      result.complete("value");
      queue.turn();

      assertTrue(waiter.get(LIMIT_NANOS, TimeUnit.NANOSECONDS), "the waiter that stayed");
      assertEquals(10, told.get(), "listeners told in round " + round);
      assertEquals(0, left.get(), "listeners that were unlinked");
    }
  }

  @Test
  void interruptThatRacesWithTheValueIsThrownOrKept() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Promise<String> result = new Promise<>(queue);
      CyclicBarrier begun = new CyclicBarrier(2);
      boolean[] flagged = {false};
      boolean[] thrown = {false};
      Thread waiter =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      begun.await(LIMIT_NANOS, TimeUnit.NANOSECONDS);
                      result.awaitNanos(LIMIT_NANOS);
                    } catch (InterruptedException interrupted) {
                      thrown[0] = true;
                    } catch (Exception broken) {
                      throw new AssertionError(broken);
                    }
                    flagged[0] = Thread.currentThread().isInterrupted();
                  });

      begun.await(LIMIT_NANOS, TimeUnit.NANOSECONDS);
      race(
          List.of(
              () -> result.complete("value"),
              () -> {
                waiter.interrupt();
                return true;
              }));
      waiter.join();

      assertTrue(result.isSuccessful());
      assertFalse(flagged[0] && thrown[0], "an interrupt was counted twice");
    }
  }
}
