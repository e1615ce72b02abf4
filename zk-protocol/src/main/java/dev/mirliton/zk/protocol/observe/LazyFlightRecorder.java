package dev.mirliton.zk.protocol.observe;

import dev.mirliton.zk.RequestReport;
import dev.mirliton.zk.SlowCallback;
import dev.mirliton.zk.WatchReport;
import jdk.jfr.FlightRecorderListener;

/**
 * The JDK's flight recorder as soon as somebody uses it. The first event that is made wakes the
 * recorder, which takes some hundred milliseconds: too much for every program that starts a client
 * and records nothing.
 */
final class LazyFlightRecorder implements FlightRecorder, FlightRecorderListener {
  /** The one of this JVM. */
  static final LazyFlightRecorder INSTANCE = new LazyFlightRecorder();

  private static final FlightRecorder ASLEEP = new NoFlightRecorder();

  static {
    jdk.jfr.FlightRecorder.addListener(INSTANCE); // called back at once if it is awake
  }

  private volatile boolean awake;

  /** Made by the first who asks, when it is awake. */
  private static final class Jdk {
    static final FlightRecorder RECORDER = new JdkFlightRecorder();
  }

  private LazyFlightRecorder() {}

  @Override
  public void recorderInitialized(jdk.jfr.FlightRecorder recorder) {
    awake = true; // and nothing more: the recorder's locks are held
  }

  private FlightRecorder now() {
    return awake ? Jdk.RECORDER : ASLEEP;
  }

  @Override
  public boolean recordsRequests() {
    return now().recordsRequests();
  }

  @Override
  public Begun<RequestReport> request(Object client) {
    return now().request(client);
  }

  @Override
  public boolean recordsCallbacks() {
    return now().recordsCallbacks();
  }

  @Override
  public Begun<SlowCallback> callback(Object client) {
    return now().callback(client);
  }

  @Override
  public Begun<Outage> outage() {
    return now().outage();
  }

  @Override
  public void session(SessionChange change) {
    now().session(change);
  }

  @Override
  public boolean recordsWatches() {
    return now().recordsWatches();
  }

  @Override
  public void watch(Object client, WatchReport event) {
    now().watch(client, event);
  }
}
