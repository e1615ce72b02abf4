package dev.mirliton.zk.bench;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a window of asynchronous reads in flight: each answer's callback asks the next question.
 * Used once.
 *
 * <p>{@link #answered} and {@link #failed} must be called serially, as the callbacks of one client
 * are.
 */
final class Pipeline {
  private final int window;
  private final CountDownLatch drained = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private Runnable ask = () -> {};
  private volatile boolean stopped;
  private long answers; // by callbacks only, as the next
  private int ended;

  Pipeline(int window) {
    this.window = window;
  }

  /**
   * Runs it.
   *
   * @param ask sends one read, whose callback tells this pipeline
   */
  Slice run(Duration length, Runnable ask) throws Exception {
    this.ask = ask;
    Stopwatch watch = Stopwatch.start();
    for (int i = 0; i < window && !stopped; i++) {
      askAnother();
    }
    drained.await(length.toNanos(), NANOSECONDS);
    stopped = true;
    if (failure.get() == null && !drained.await(60, SECONDS)) {
      throw new TimeoutException("not every read was answered");
    }
    Throwable first = failure.get();
    if (first != null) {
      throw new IllegalStateException("a read failed", first);
    }
    return watch.stop(answers);
  }

  /** One read was answered. */
  void answered() {
    answers++;
    if (!stopped) {
      askAnother();
    } else if (++ended == window) {
      drained.countDown();
    }
  }

  private void askAnother() {
    try {
      ask.run();
    } catch (RuntimeException refused) {
      failed(refused);
    }
  }

  /** One read failed; the first failure ends the slice. */
  void failed(Throwable reason) {
    failure.compareAndSet(null, reason);
    stopped = true;
    drained.countDown();
  }
}
