package dev.mirliton.zk.protocol.observe;

import dev.mirliton.zk.RequestReport;
import dev.mirliton.zk.SlowCallback;
import dev.mirliton.zk.WatchReport;

/** The JDK's flight recorder. Times are its own, also in simulations. */
final class JdkFlightRecorder implements FlightRecorder {
  // Only asked whether their kind is enabled, which needs an event but belongs to none.
  private static final RequestEvent REQUEST = new RequestEvent();
  private static final SlowCallbackEvent CALLBACK = new SlowCallbackEvent();
  private static final WatchFiredEvent WATCH = new WatchFiredEvent();

  static {
    // Tools show only kinds that are registered, which others are when their class is first used.
    jdk.jfr.FlightRecorder.register(ReconnectEvent.class);
    jdk.jfr.FlightRecorder.register(SessionEvent.class);
  }

  @Override
  public boolean recordsRequests() {
    return REQUEST.isEnabled();
  }

  @Override
  public Begun<RequestReport> request(Object client) {
    RequestEvent event = new RequestEvent();
    event.begin();
    return what -> {
      event.end();
      if (event.shouldCommit()) {
        event.commit(client, what.get());
      }
    };
  }

  @Override
  public boolean recordsCallbacks() {
    return CALLBACK.isEnabled();
  }

  @Override
  public Begun<SlowCallback> callback(Object client) {
    SlowCallbackEvent event = new SlowCallbackEvent();
    event.begin();
    return what -> {
      event.end();
      if (event.shouldCommit()) {
        event.commit(client, what.get());
      }
    };
  }

  @Override
  public Begun<Outage> outage() {
    ReconnectEvent event = new ReconnectEvent();
    event.begin();
    return what -> {
      event.end();
      if (event.shouldCommit()) {
        event.commit(what.get());
      }
    };
  }

  @Override
  public void session(SessionChange change) {
    SessionEvent event = new SessionEvent();
    if (event.shouldCommit()) {
      event.commit(change);
    }
  }

  @Override
  public boolean recordsWatches() {
    return WATCH.isEnabled();
  }

  @Override
  public void watch(Object client, WatchReport report) {
    WatchFiredEvent event = new WatchFiredEvent();
    if (event.shouldCommit()) {
      event.commit(client, report);
    }
  }
}
