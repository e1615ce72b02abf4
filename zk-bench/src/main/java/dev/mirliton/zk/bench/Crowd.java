package dev.mirliton.zk.bench;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Many virtual threads that share one driver, each with one read in flight. Used once. */
final class Crowd {
  private final Driver driver;
  private final int callers;
  private final CountDownLatch ready;
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch done;
  private final LongAdder answered = new LongAdder();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private volatile boolean stopped;

  Crowd(Driver driver, int callers) {
    this.driver = driver;
    this.callers = callers;
    this.ready = new CountDownLatch(callers);
    this.done = new CountDownLatch(callers);
  }

  Slice run(Duration length) throws Exception {
    for (int i = 0; i < callers; i++) {
      Thread.ofVirtual().start(this::call);
    }
    ready.await();

    Stopwatch watch = Stopwatch.start();
    gate.countDown();
    done.await(length.toNanos(), NANOSECONDS);
    stopped = true;
    if (!done.await(60, SECONDS)) {
      throw new TimeoutException(done.getCount() + " callers still wait for an answer");
    }
    Slice slice = watch.stop(answered.sum());

    Exception first = failure.get();
    if (first != null) {
      throw first;
    }
    return slice;
  }

  private void call() {
    long mine = 0;
    try {
      ready.countDown();
      gate.await();
      while (!stopped) {
        driver.get();
        mine++;
      }
    } catch (Exception failed) {
      failure.compareAndSet(null, failed);
      stopped = true;
    } finally {
      answered.add(mine);
      done.countDown();
    }
  }
}
