package dev.mirliton.zk.protocol.observe;

import dev.mirliton.zk.ClientObserver;
import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries reports to observers, on a callback queue of their own that is made when it is needed:
 * whoever has something to report is in a step of the session, where no code of an application may
 * run. Thread-safe.
 */
final class Reports {
  /** So many reports wait, a few megabytes; what comes then is dropped, and counted. */
  static final int MAX_WAITING = 10_000;

  private final Handler handler;
  private final Object client;
  private final List<Listening> observers = new ArrayList<>();
  private final AtomicReference<@Nullable CallbackQueue> queue = new AtomicReference<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private long droppedInAll; // on the queue only
  private long nextComplaint = 1; // on the queue only

  /** An observer, and whether the log knows that it throws. */
  private static final class Listening {
    final ClientObserver observer;
    boolean hasThrown;

    Listening(ClientObserver observer) {
      this.observer = observer;
    }
  }

  /**
   * Creates an empty one.
   *
   * @param client named in the log
   */
  Reports(Handler handler, Object client, List<ClientObserver> observers) {
    this.handler = handler;
    this.client = client;
    observers.forEach(observer -> this.observers.add(new Listening(observer)));
  }

  /** Adds a report that observers get after the next {@link #wake}, or sooner. */
  void add(Consumer<ClientObserver> report) {
    CallbackQueue to = queue();
    if (to == null) {
      return;
    }
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      dropped.incrementAndGet();
      return;
    }
    to.add(() -> tell(report));
  }

  void wake() {
    CallbackQueue to = queue.get();
    if (to != null) {
      to.wake();
    }
  }

  /** Returns the queue; null if the handler is closed and there never was one. */
  private @Nullable CallbackQueue queue() {
    CallbackQueue known = queue.get();
    if (known == null) {
      try {
        queue.compareAndSet(null, handler.callbackQueue("observer"));
      } catch (IllegalStateException handlerClosed) {
        return null;
      }
      known = queue.get();
    }
    return known;
  }

  private void tell(Consumer<ClientObserver> report) {
    waiting.decrementAndGet();
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      complain(lost);
      tellAll(observer -> observer.onReportsDropped(lost));
    }
    tellAll(report);
  }

  private void complain(long lost) {
    droppedInAll += lost;
    if (droppedInAll >= nextComplaint) {
      nextComplaint = 2 * droppedInAll;
      Topics.CALLBACK.warn(
          "{}: {} reports to observers were dropped so far, because {} waited already"
              + " (docs/errors.md#slow-observer)",
          client.toString(),
          droppedInAll,
          MAX_WAITING);
    }
  }

  private void tellAll(Consumer<ClientObserver> report) {
    for (Listening each : observers) {
      try {
        report.accept(each.observer);
      } catch (RuntimeException | LinkageError | AssertionError failure) {
        if (!each.hasThrown) {
          each.hasThrown = true;
          Topics.CALLBACK.error(
              "{}: observer {} threw; further failures of it are logged as DEBUG",
              client.toString(),
              each.observer.getClass().getName(),
              failure);
        } else {
          Topics.CALLBACK.debug(
              "{}: observer {} threw",
              client.toString(),
              each.observer.getClass().getName(),
              failure);
        }
      }
    }
  }
}
