package dev.mirliton.zk.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.Parking;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * What a handler promises about tasks, name lookups, parking, randomness and its name.
 *
 * @since 0.1
 */
public interface TaskContract extends HandlerSubject {

  @Test
  default void aTaskRunsOnAThreadOfItsNameAndIsReadyWhenItEnds() throws Exception {
    try (Handler handler = start()) {
      CountDownLatch release = new CountDownLatch(1);
      CompletableFuture<String> name = new CompletableFuture<>();

      AsyncResult<Void> task =
          handler.spawn(
              "weigher",
              () -> {
                name.complete(Thread.currentThread().getName());
                Concurrently.awaitQuietly(release);
              });

      assertFalse(task.await(Duration.ofMillis(20)), "ready before its end");
      release.countDown();
      assertTrue(task.await(Concurrently.limit()));
      assertTrue(task.isSuccessful());
      assertTrue(Concurrently.value(name).contains("weigher"), name::toString);
    }
  }

  @Test
  default void manyTasksMayBlockAtOnce() throws Exception {
    try (Handler handler = start()) {
      CountDownLatch inside = new CountDownLatch(100);
      CountDownLatch release = new CountDownLatch(1);

      for (int i = 0; i < 100; i++) {
        handler.spawn(
            "blocked",
            () -> {
              inside.countDown();
              Concurrently.awaitQuietly(release);
            });
      }

      try {
        Concurrently.await(inside);
      } finally {
        release.countDown();
      }
    }
  }

  @Test
  default void aTaskThatThrowsFailsWithThat() throws Exception {
    try (Handler handler = start()) {
      IllegalStateException thrown = new IllegalStateException("thrown on purpose by a task");

      AsyncResult<Void> task =
          handler.spawn(
              "thrower",
              () -> {
                throw thrown;
              });

      assertTrue(task.await(Concurrently.limit()));
      assertSame(thrown, task.exception());
    }
  }

  @Test
  default void cancellingATaskInterruptsIt() throws Exception {
    try (Handler handler = start()) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch interrupted = new CountDownLatch(1);
      AsyncResult<Void> task =
          handler.spawn(
              "sleeper",
              () -> {
                begun.countDown();
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException expected) {
                  interrupted.countDown();
                }
              });
      Concurrently.await(begun);

      assertTrue(task.cancel());

      Concurrently.await(interrupted);
      assertInstanceOf(CancellationException.class, task.exception());
      assertFalse(task.cancel());
    }
  }

  @Test
  default void cancellingAnEndedTaskInterruptsNobody() throws Exception {
    try (Handler handler = start()) {
      AsyncResult<Void> first = handler.spawn("first", () -> {});
      assertTrue(first.await(Concurrently.limit()));
      AtomicBoolean interrupted = new AtomicBoolean();
      CountDownLatch release = new CountDownLatch(1);
      AsyncResult<Void> second =
          handler.spawn(
              "second",
              () -> {
                Concurrently.awaitQuietly(release);
                interrupted.set(Thread.currentThread().isInterrupted());
              });

      assertFalse(first.cancel());
      release.countDown();

      assertTrue(second.await(Concurrently.limit()));
      assertFalse(interrupted.get());
    }
  }

  @Test
  default void theLocalHostIsFound() throws Exception {
    try (Handler handler = start()) {
      List<InetAddress> found = handler.resolve("localhost").get(Concurrently.limit());

      assertFalse(found.isEmpty());
      assertTrue(found.stream().allMatch(InetAddress::isLoopbackAddress), found::toString);
    }
  }

  @Test
  default void literalAddressesAreTheirOwnAnswer() throws Exception {
    try (Handler handler = start()) {
      assertEquals(
          List.of(InetAddress.getByName("127.0.0.1")),
          handler.resolve("127.0.0.1").get(Concurrently.limit()));
      assertEquals(
          List.of(InetAddress.getByName("::1")), handler.resolve("::1").get(Concurrently.limit()));
    }
  }

  @Test
  default void anUnknownHostFails() throws Exception {
    try (Handler handler = start()) {
      AsyncResult<List<InetAddress>> result = handler.resolve("no-such-host.invalid");
      CountDownLatch told = new CountDownLatch(1);
      AtomicReference<Thread> toldOn = new AtomicReference<>(Thread.currentThread());
      result.link(
          same -> {
            toldOn.set(Thread.currentThread());
            told.countDown();
          });

      assertTrue(result.await(Concurrently.limit()));

      assertInstanceOf(UnknownHostException.class, result.exception());
      Concurrently.await(told);
      assertTrue(toldOn.get() != Thread.currentThread(), "told on the caller's stack");
    }
  }

  @Test
  default void aHostMayBeLookedUpAndAwaitedInsideACallback() throws Exception {
    try (Handler handler = start()) {
      AtomicReference<List<InetAddress>> found = new AtomicReference<>(List.of());
      CountDownLatch done = new CountDownLatch(1);

      handler
          .callbackQueue("events")
          .execute(
              () -> {
                try {
                  found.set(handler.resolve("127.0.0.1").get());
                } catch (InterruptedException unexpected) {
                  Thread.currentThread().interrupt();
                }
                done.countDown();
              });
      Concurrently.await(done);

      assertEquals(List.of(InetAddress.getByName("127.0.0.1")), found.get());
    }
  }

  @Test
  default void aParkedThreadIsWoken() throws Exception {
    try (Handler handler = start()) {
      Parking parking = handler.parking();
      for (boolean virtual : new boolean[] {false, true}) {
        AtomicBoolean condition = new AtomicBoolean();
        CompletableFuture<Thread> parked = new CompletableFuture<>();
        Concurrently.Act wait =
            () -> {
              parked.complete(Thread.currentThread());
              while (!condition.get()) {
                parking.park(this, Long.MAX_VALUE);
              }
            };
        FutureTask<Void> waiting =
            virtual ? Concurrently.beginVirtual(wait) : Concurrently.begin(wait);

        Thread waiter = Concurrently.value(parked);
        condition.set(true);
        parking.unpark(waiter);

        Concurrently.end(waiting);
      }
    }
  }

  @Test
  default void parkingReturnsAtOnceWhenThereIsNoTimeOrAnInterrupt() {
    try (Handler handler = start()) {
      Parking parking = handler.parking();

      parking.park(this, 0);
      parking.park(this, -1);
      Thread.currentThread().interrupt();
      parking.park(this, Long.MAX_VALUE);
      assertTrue(Thread.interrupted(), "park cleared the flag");
      parking.unpark(Thread.currentThread());
      parking.park(this, Long.MAX_VALUE);

      assertTrue(parking.nanoTime() - handler.nanoTime() <= 0, "park has a clock of its own");
    }
  }

  @Test
  default void randomNumbersDifferBetweenThreadsAndHandlers() throws Exception {
    Set<Long> drawn = ConcurrentHashMap.newKeySet();

    try (Handler one = start();
        Handler other = start()) {
      Concurrently.run(
          4,
          thread -> {
            for (int i = 0; i < 1000; i++) {
              drawn.add((thread % 2 == 0 ? one : other).random().nextLong());
            }
          });
    }

    assertEquals(4000, drawn.size());
  }

  @Test
  default void aHandlerHasItsProvidersName() {
    try (Handler handler = start()) {
      assertEquals(provider().name(), handler.name());
      assertTrue(handler.name().matches("[a-z]+"), "not one lower-case word: " + handler.name());
    }
  }

  @Test
  default void closingOneHandlerLeavesAnotherAlone() throws Exception {
    try (Handler handler = start()) {
      start().close();

      CountDownLatch ran = new CountDownLatch(2);
      handler.callbackQueue("events").execute(ran::countDown);
      handler.schedule(Duration.ZERO, ran::countDown);
      Concurrently.await(ran);
      assertThrows(
          IllegalStateException.class,
          () -> {
            Handler closed = start();
            closed.close();
            closed.callbackQueue("events");
          });
    }
  }
}
