package dev.mirliton.zk.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.testing.World;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What {@link Handler#close} promises when something runs that does not end: it is interrupted
 * after {@link HandlerOptions#closePatience}, and given up if that does not help.
 *
 * @since 0.1
 */
public interface StuckCloseContract extends HandlerSubject {

  /** Returns a new handler that does not wait long, which the test must close. */
  default Handler startImpatient() {
    return provider().create(options().closePatience(Stuck.patience()));
  }

  @Test
  default void aCallbackThatIgnoresInterruptsIsGivenUp() throws Exception {
    Handler handler = startImpatient();
    AtomicInteger ran = new AtomicInteger();
    try (Stuck stuck = new Stuck()) {
      CallbackQueue queue = handler.callbackQueue("events");
      queue.execute(stuck);
      Thread thread = stuck.awaitBegun();
      for (int i = 0; i < 5000; i++) {
        queue.execute(ran::incrementAndGet);
      }

      stuck.assertClosesInTime(handler);

      stuck.release();
      assertTrue(thread.join(Concurrently.limit()), "the thread stays though its callback ended");
      assertEquals(0, ran.get(), "callbacks that ran after the close");
    }
  }

  @Test
  default void aCallbackIsNotInterruptedBeforeThePatienceIsOver() throws Exception {
    Handler handler = start(); // a patience of seconds
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<Boolean> undisturbed = new CompletableFuture<>();
    handler
        .callbackQueue("events")
        .execute(
            () -> {
              begun.countDown();
              Concurrently.awaitQuietly(release);
              undisturbed.complete(!Thread.currentThread().isInterrupted());
            });
    Concurrently.await(begun);

    var closing = Concurrently.begin(handler::close);
    Concurrently.until("the handler is closed", () -> refuses(handler));
    release.countDown();
    Concurrently.end(closing);

    assertTrue(Concurrently.value(undisturbed));
  }

  private static boolean refuses(Handler handler) {
    try {
      handler.callbackQueue("probe");
      return false;
    } catch (IllegalStateException closed) {
      return true;
    }
  }

  @Test
  default void callbacksThatHeedInterruptsEndByThemOneAfterTheOther() throws Exception {
    Handler handler = startImpatient();
    CallbackQueue queue = handler.callbackQueue("events");
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger interrupted = new AtomicInteger();
    AtomicInteger ran = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      queue.execute(
          () -> {
            try {
              never.await();
            } catch (InterruptedException stop) {
              interrupted.incrementAndGet();
            }
          });
      queue.execute(ran::incrementAndGet);
    }

    handler.close();

    assertEquals(3, interrupted.get());
    assertEquals(3, ran.get(), "those between them");
  }

  @Test
  default void otherQueuesRunTheirCallbacksBesideAStuckOne() throws Exception {
    Handler handler = startImpatient();
    AtomicInteger ran = new AtomicInteger();
    try (Stuck stuck = new Stuck()) {
      handler.callbackQueue("events").execute(stuck);
      stuck.awaitBegun();
      CallbackQueue other = handler.callbackQueue("state");
      for (int i = 0; i < 5000; i++) {
        other.execute(ran::incrementAndGet);
      }

      stuck.assertClosesInTime(handler);

      assertEquals(5000, ran.get());
    }
  }

  @Test
  default void aTaskThatIgnoresInterruptsIsGivenUpAndItsResultFails() throws Exception {
    Handler handler = startImpatient();
    try (Stuck stuck = new Stuck()) {
      CountDownLatch told = new CountDownLatch(1);
      AsyncResult<Void> task = handler.spawn("task", stuck);
      task.link(same -> told.countDown());
      stuck.awaitBegun();

      stuck.assertClosesInTime(handler);

      assertTrue(task.isReady(), "who waits for the task waits for ever");
      assertInstanceOf(IllegalStateException.class, task.exception());
      Concurrently.await(told);
    }
  }

  @Test
  default void aTimerThatIgnoresInterruptsIsGivenUp() throws Exception {
    Handler handler = startImpatient();
    try (Stuck stuck = new Stuck()) {
      handler.schedule(Duration.ZERO, stuck);
      stuck.awaitBegun();

      stuck.assertClosesInTime(handler);
    }
  }

  @Test
  default void aListenerOfAResultThatIgnoresInterruptsIsGivenUp() throws Exception {
    Handler handler = startImpatient();
    try (Stuck stuck = new Stuck()) {
      handler.spawn("task", () -> {}).link(same -> stuck.run());
      stuck.awaitBegun();

      stuck.assertClosesInTime(handler);
    }
  }

  @Test
  default void everythingStuckAtOnceIsGivenUpAtOnce() throws Exception {
    Handler handler = startImpatient();
    try (Stuck callback = new Stuck();
        Stuck sibling = new Stuck();
        Stuck task = new Stuck()) {
      handler.callbackQueue("events").execute(callback);
      handler.callbackQueue("state").execute(sibling);
      handler.spawn("task", task);
      callback.awaitBegun();
      sibling.awaitBegun();
      task.awaitBegun();

      callback.assertClosesInTime(handler);
    }
  }

  @Test
  default void severalClosersOfAStuckHandlerReturnInTime() throws Exception {
    Handler handler = startImpatient();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch closedInside = new CountDownLatch(1);
    CountDownLatch behind = new CountDownLatch(1);
    try (Stuck stuck = new Stuck()) {
      handler.callbackQueue("events").execute(stuck);
      stuck.awaitBegun();
      CallbackQueue sibling = handler.callbackQueue("state");
      sibling.add(
          () -> {
            inside.countDown();
            handler.close();
            closedInside.countDown();
          });
      sibling.execute(behind::countDown);
      Concurrently.await(inside);

      Concurrently.run(4, thread -> stuck.assertClosesInTime(handler));

      Concurrently.await(closedInside);
      Concurrently.await(behind); // who closes is not stuck, so what waits behind it runs
      World world = World.current();
      long start = world.nanoTime();
      handler.close();
      long late = world.nanoTime() - start;
      assertTrue(late < Stuck.patience().toNanos(), "it was given up, yet was waited for again");
    }
  }

  @Test
  default void aCallbackThatClosesAndThenGetsStuckIsGivenUp() throws Exception {
    Handler handler = startImpatient();
    try (Stuck stuck = new Stuck()) {
      handler
          .callbackQueue("events")
          .execute(
              () -> {
                handler.close();
                stuck.run();
              });
      stuck.awaitBegun();

      stuck.assertClosesInTime(handler);
    }
  }
}
