package dev.mirliton.zk.handler.threads;

import dev.mirliton.zk.Registration;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One-shot timers on one thread, which starts with the first of them. */
final class TimerThread {
  private static final Logger LOG = LoggerFactory.getLogger(TimerThread.class);

  private final ScheduledThreadPoolExecutor executor;
  private volatile @Nullable Thread thread;

  TimerThread(String name) {
    executor = new ScheduledThreadPoolExecutor(1, work -> thread(name, work));
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private Thread thread(String name, Runnable work) {
    Thread made = Thread.ofPlatform().daemon().name(name).unstarted(work);
    thread = made;
    return made;
  }

  Registration schedule(Duration delay, Runnable task) {
    try {
      Future<?> timer =
          executor.schedule(
              () -> run(task), ThreadHandler.saturatedNanos(delay), TimeUnit.NANOSECONDS);
      return () -> timer.cancel(false);
    } catch (RejectedExecutionException late) {
      throw new IllegalStateException("the handler is closed", late);
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error failure) {
      LOG.error("a timer's task threw: {}", task, failure);
    }
  }

  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /** Drops what is not due; returns at once. */
  void end() {
    executor.shutdown();
  }

  /** Returns the thread, if there is or was one. */
  @Nullable Thread thread() {
    return thread;
  }
}
