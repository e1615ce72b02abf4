package dev.mirliton.zk.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class PipelineTest {
  private final ExecutorService callbacks = Executors.newSingleThreadExecutor();

  @AfterEach
  void stopCallbacks() {
    callbacks.shutdownNow();
  }

  @Test
  void everyReadIsAnsweredAndCountedOnce() throws Exception {
    Pipeline pipeline = new Pipeline(8);
    AtomicLong asked = new AtomicLong();

    Slice slice =
        pipeline.run(
            Duration.ofMillis(20),
            () -> {
              asked.incrementAndGet();
              callbacks.execute(pipeline::answered);
            });

    assertTrue(slice.operations() > 8, () -> "hardly moved: " + slice);
    assertEquals(asked.get(), slice.operations());
  }

  @Test
  void theWindowIsNeverExceeded() throws Exception {
    Pipeline pipeline = new Pipeline(4);
    AtomicInteger inFlight = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    pipeline.run(
        Duration.ofMillis(20),
        () -> {
          most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
          callbacks.execute(
              () -> {
                inFlight.decrementAndGet();
                pipeline.answered();
              });
        });

    assertTrue(most.get() <= 4, () -> "in flight at once: " + most);
  }

  @Test
  void aFailedReadEndsTheSlice() {
    Pipeline pipeline = new Pipeline(4);
    IllegalStateException reason = new IllegalStateException("lost");

    Exception thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                pipeline.run(
                    Duration.ofMinutes(1), () -> callbacks.execute(() -> pipeline.failed(reason))));

    assertSame(reason, thrown.getCause());
  }

  @Test
  void aRefusedReadEndsTheSlice() {
    IllegalStateException reason = new IllegalStateException("queue full");

    Exception thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                new Pipeline(4)
                    .run(
                        Duration.ofMinutes(1),
                        () -> {
                          throw reason;
                        }));

    assertSame(reason, thrown.getCause());
  }
}
