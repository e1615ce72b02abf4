package dev.mirliton.zk.protocol.observe;

import dev.mirliton.zk.RequestReport;
import dev.mirliton.zk.SlowCallback;
import dev.mirliton.zk.WatchReport;

/** For a Java runtime without the module {@code jdk.jfr}. */
final class NoFlightRecorder implements FlightRecorder {
  @Override
  public boolean recordsRequests() {
    return false;
  }

  @Override
  public Begun<RequestReport> request(Object client) {
    return what -> {};
  }

  @Override
  public boolean recordsCallbacks() {
    return false;
  }

  @Override
  public Begun<SlowCallback> callback(Object client) {
    return what -> {};
  }

  @Override
  public Begun<Outage> outage() {
    return what -> {};
  }

  @Override
  public void session(SessionChange change) {
    // Nobody records.
  }

  @Override
  public boolean recordsWatches() {
    return false;
  }

  @Override
  public void watch(Object client, WatchReport event) {
    // Nobody records.
  }
}
