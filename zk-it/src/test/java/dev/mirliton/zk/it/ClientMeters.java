package dev.mirliton.zk.it;

import dev.mirliton.zk.ClientObserver;
import dev.mirliton.zk.RequestReport;
import dev.mirliton.zk.SlowCallback;
import dev.mirliton.zk.StateChange;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** A client's figures in Micrometer: what the guide shows. */
final class ClientMeters implements ClientObserver {
  private final MeterRegistry registry;

  ClientMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void onRequest(RequestReport request) {
    Tags tags = Tags.of("operation", request.operation(), "outcome", request.outcome());
    registry.timer("zookeeper.requests", tags).record(request.duration());
    registry.timer("zookeeper.requests.queued", tags).record(request.queued());
    registry.summary("zookeeper.bytes.out", tags).record(request.bytesOut());
    registry.summary("zookeeper.bytes.in", tags).record(request.bytesIn());
  }

  @Override
  public void onStateChange(StateChange change) {
    registry.counter("zookeeper.states", "state", change.detail().name()).increment();
  }

  @Override
  public void onSlowCallback(SlowCallback slow) {
    registry.timer("zookeeper.callbacks.slow", "queue", slow.queue()).record(slow.duration());
  }
}
