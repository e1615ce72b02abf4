package dev.mirliton.zk.protocol.observe;

import dev.mirliton.zk.RequestReport;
import dev.mirliton.zk.SlowCallback;
import dev.mirliton.zk.WatchReport;

/**
 * The way to the JDK's flight recorder, which a Java runtime may lack: this type names none of its
 * classes.
 */
interface FlightRecorder {

  /** Returns the flight recorder, or one that records nothing where there is none. */
  static FlightRecorder find() {
    return ModuleLayer.boot().findModule("jdk.jfr").isPresent()
        ? LazyFlightRecorder.INSTANCE
        : new NoFlightRecorder();
  }

  /** Whether requests are recorded. Cheap: asked before each of them. */
  boolean recordsRequests();

  /** Sees a request begin. */
  Begun<RequestReport> request(Object client);

  /** Whether callbacks are recorded. Cheap: asked before each of them. */
  boolean recordsCallbacks();

  /** Sees a callback begin. */
  Begun<SlowCallback> callback(Object client);

  /** Sees a connection lost. */
  Begun<Outage> outage();

  /** Records a turn in the life of a session. */
  void session(SessionChange change);

  /** Whether watch events are recorded. */
  boolean recordsWatches();

  /** Records that a watch got an event. */
  void watch(Object client, WatchReport event);
}
