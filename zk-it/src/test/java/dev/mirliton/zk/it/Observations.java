package dev.mirliton.zk.it;

import dev.mirliton.zk.ClientObserver;
import dev.mirliton.zk.ConnectionAttempt;
import dev.mirliton.zk.RequestReport;
import dev.mirliton.zk.SlowCallback;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.WatchReport;
import dev.mirliton.zk.testing.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An observer that keeps what it hears. */
final class Observations implements ClientObserver {
  private final List<Object> heard = new CopyOnWriteArrayList<>();

  @Override
  public void onRequest(RequestReport request) {
    heard.add(request);
  }

  @Override
  public void onConnectionAttempt(ConnectionAttempt attempt) {
    heard.add(attempt);
  }

  @Override
  public void onStateChange(StateChange change) {
    heard.add(change);
  }

  @Override
  public void onWatchEvent(WatchReport event) {
    heard.add(event);
  }

  @Override
  public void onSlowCallback(SlowCallback callback) {
    heard.add(callback);
  }

  /** Returns what was heard of one kind. */
  <T> List<T> all(Class<T> kind) {
    return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Waits until there are so many of a kind, and returns all of it. */
  <T> List<T> await(Class<T> kind, int count) throws InterruptedException {
    Await.until(
        count + " of " + kind.getSimpleName(), ClientSuite.LIMIT, () -> all(kind).size() >= count);
    return all(kind);
  }

  /** Waits for the report of a request of this name, and returns the first. */
  RequestReport request(String operation) throws InterruptedException {
    Await.until(operation, ClientSuite.LIMIT, () -> !requests(operation).isEmpty());
    return requests(operation).get(0);
  }

  /** Returns the reports of all requests of this name. */
  List<RequestReport> requests(String operation) {
    return all(RequestReport.class).stream()
        .filter(report -> report.operation().equals(operation))
        .toList();
  }
}
