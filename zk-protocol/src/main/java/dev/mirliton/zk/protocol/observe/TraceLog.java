package dev.mirliton.zk.protocol.observe;

import dev.mirliton.zk.ClientObserver;
import dev.mirliton.zk.RequestReport;
import dev.mirliton.zk.WatchReport;

/**
 * Writes requests and watch events to the log. An observer like others, so that no appender is
 * waited for within a step.
 */
final class TraceLog implements ClientObserver {
  private final Object client;

  TraceLog(Object client) {
    this.client = client;
  }

  @Override
  public void onRequest(RequestReport request) {
    if (Topics.REQUEST.isTraceEnabled()) {
      Topics.REQUEST.trace("{}: {}", client.toString(), request);
    }
  }

  @Override
  public void onWatchEvent(WatchReport report) {
    if (Topics.WATCH.isTraceEnabled()) {
      Topics.WATCH.trace(
          "{}: {} {}, watched for {} ms",
          client.toString(),
          report.event().getClass().getSimpleName(),
          report.event().path(),
          report.age().toMillis());
    }
  }
}
