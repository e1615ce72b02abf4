package dev.mirliton.zk.spi.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FarewellTest {
  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final AtomicInteger hurried = new AtomicInteger();
  private final AtomicInteger abandoned = new AtomicInteger();

  /** One thread, and what happened to it. */
  private final class Alone implements Farewell.Threads {
    private final Thread thread;

    Alone(Runnable work) throws InterruptedException {
      thread =
          Thread.ofPlatform()
              .daemon()
              .name("zk-events")
              .start(
                  () -> {
                    begun.countDown();
                    work.run();
                  });
      begun.await();
    }

    @Override
    public List<Thread> left() {
      return thread.isAlive() ? List.of(thread) : List.of();
    }

    @Override
    public void hurry() {
      assertFalse(thread.isInterrupted(), "interrupted before it was hurried");
      hurried.incrementAndGet();
    }

    @Override
    public void abandon() {
      abandoned.incrementAndGet();
    }
  }

  @AfterEach
  void letGo() {
    release.countDown();
  }

  private static Farewell farewell(Duration patience) {
    return new Farewell("zk", patience, ThreadParking.INSTANCE);
  }

  private void stayStubbornly() {
    while (true) {
      try {
        release.await();
        return;
      } catch (InterruptedException ignored) {
        // as some code does
      }
    }
  }

  private void stayUntilInterrupted() {
    try {
      release.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whoeverEndsInTimeIsLeftInPeace() throws Exception {
    Alone alone = new Alone(this::stayUntilInterrupted);
    Farewell farewell = farewell(Duration.ofDays(Long.MAX_VALUE / 86_400));
    Thread waiter = Thread.ofPlatform().start(() -> farewell.await(alone));

    release.countDown();

    assertTrue(waiter.join(Duration.ofSeconds(30)));
    assertEquals(0, hurried.get() + abandoned.get());
  }

  @Test
  void whoeverHeedsInterruptsEndsByIt() throws Exception {
    Alone alone = new Alone(this::stayUntilInterrupted);

    farewell(Duration.ofMillis(10)).await(alone);

    assertFalse(alone.thread.isAlive());
    assertEquals(1, hurried.get());
    assertEquals(0, abandoned.get());
  }

  @Test
  void whoeverIgnoresInterruptsIsGivenUp() throws Exception {
    Alone alone = new Alone(this::stayStubbornly);

    farewell(Duration.ofMillis(10)).await(alone);

    assertTrue(alone.thread.isAlive());
    assertEquals(1, abandoned.get());
  }

  @Test
  void manyWhoWaitGiveUpOnceAndTogether() throws Exception {
    Alone alone = new Alone(this::stayStubbornly);
    Farewell farewell = farewell(Duration.ofMillis(10));
    CountDownLatch returned = new CountDownLatch(4);

    for (int i = 0; i < 4; i++) {
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                farewell.await(alone);
                returned.countDown();
              });
    }

    assertTrue(returned.await(30, TimeUnit.SECONDS));
    farewell.await(alone); // and not once more
    assertEquals(1, hurried.get());
    assertEquals(1, abandoned.get());
  }

  @Test
  void anInterruptedWaiterWaitsOnAndKeepsItsFlag() throws Exception {
    Alone alone = new Alone(this::stayUntilInterrupted);
    Thread.currentThread().interrupt();

    farewell(Duration.ofMillis(10)).await(alone);

    assertTrue(Thread.interrupted());
    assertFalse(alone.thread.isAlive());
  }
}
