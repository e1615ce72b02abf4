package dev.mirliton.zk.protocol.observe;

import dev.mirliton.zk.ClientObserver;
import dev.mirliton.zk.ConnectionAttempt;
import dev.mirliton.zk.RequestReport;
import dev.mirliton.zk.SlowCallback;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchReport;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.protocol.session.Exchange;
import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one client tells of itself, and whether anybody wants to know. Where nobody does,
 * a request costs three looks at fields.
 */
public final class Observation {
  private final Handler handler;
  private final Object client;
  private final FlightRecorder recorder = FlightRecorder.find();
  private final boolean observed;
  private final Reports reports;
  private final Duration slowCallback;
  private final List<TimedQueue> queues = new ArrayList<>(2);

  /**
   * Creates one that has nothing to tell yet.
   *
   * @param client its {@code toString} names it
   */
  public Observation(Handler handler, ZkOptions options, Object client) {
    this.handler = handler;
    this.client = client;
    this.slowCallback = options.slowCallback();
    this.observed = !options.observers().isEmpty();
    List<ClientObserver> observers = new ArrayList<>(options.observers());
    observers.add(new TraceLog(client));
    this.reports = new Reports(handler, client, observers);
  }

  /** Creates a callback queue whose callbacks are timed. Not after the client has started. */
  public CallbackQueue timedQueue(String name) {
    TimedQueue queue =
        new TimedQueue(handler.callbackQueue(name), name, slowCallback, recorder, this);
    queues.add(queue);
    return queue;
  }

  Object client() {
    return client;
  }

  long nanoTime() {
    return handler.nanoTime();
  }

  FlightRecorder recorder() {
    return recorder;
  }

  /** Sees to it that observers get what was reported so far. Cheap when that is nothing. */
  public void wake() {
    reports.wake();
  }

  /** Looks whether a callback runs for too long. In the session's step, now and then. */
  public void checkCallbacks() {
    long now = nanoTime();
    for (TimedQueue queue : queues) {
      queue.check(now);
    }
  }

  // ---- requests ------------------------------------------------------------------------------

  /** Whether anybody looks at requests. */
  public boolean isMeasuringRequests() {
    return observed || recorder.recordsRequests() || Topics.REQUEST.isTraceEnabled();
  }

  /**
   * Returns what to submit instead of {@code exchange}, so that it is measured.
   *
   * @param result what the caller gets
   */
  public Exchange measured(
      Exchange exchange, String operation, @Nullable String path, Promise<?> result) {
    Begun<RequestReport> recorded = recorder.recordsRequests() ? recorder.request(client) : null;
    return new MeasuredExchange(exchange, operation, path, result, this, recorded);
  }

  void requestEnded(MeasuredExchange ended) {
    if (observed || Topics.REQUEST.isTraceEnabled()) {
      RequestReport report = ended.get();
      reports.add(observer -> observer.onRequest(report));
    }
  }

  // ---- the rest ------------------------------------------------------------------------------

  /**
   * A watch got an event. In the session's step.
   *
   * @param sinceNs when the watch was made
   */
  public void watchFired(WatchEvent event, long sinceNs) {
    boolean told = observed || Topics.WATCH.isTraceEnabled();
    boolean recorded = recorder.recordsWatches();
    if (!told && !recorded) {
      return;
    }
    WatchReport report = new WatchReport(event, Duration.ofNanos(nanoTime() - sinceNs));
    if (recorded) {
      recorder.watch(client, report);
    }
    if (told) {
      reports.add(observer -> observer.onWatchEvent(report));
    }
  }

  /** The state changed. In the session's step. */
  public void stateChanged(StateChange change) {
    if (observed) {
      reports.add(observer -> observer.onStateChange(change));
    }
  }

  void attemptEnded(ConnectionAttempt attempt) {
    if (observed) {
      reports.add(observer -> observer.onConnectionAttempt(attempt));
    }
  }

  void slowCallback(SlowCallback slow) {
    if (observed) {
      reports.add(observer -> observer.onSlowCallback(slow));
    }
  }
}
