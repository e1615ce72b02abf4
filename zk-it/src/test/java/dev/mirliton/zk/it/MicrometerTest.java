package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.Await;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An observer of some thirty lines feeds a metrics system. */
@EveryHandler
@Tag("any-server")
class MicrometerTest extends ClientSuite {

  private static boolean has(MeterRegistry registry, String operation, String outcome, long count) {
    var timer =
        registry.find("zookeeper.requests").tags("operation", operation, "outcome", outcome);
    return timer.timer() != null && timer.timer().count() == count;
  }

  @Test
  void requestsAndStatesAreMetered() throws Exception {
    MeterRegistry registry = new SimpleMeterRegistry();
    ZkClient zk = connect(options().observer(new ClientMeters(registry)));

    zk.create("/a", bytes("abc"));
    zk.get("/a");
    zk.get("/a");
    assertThrows(NoNodeException.class, () -> zk.get("/none"));

    Await.until("gets", LIMIT, () -> has(registry, "get", "ok", 2));
    Await.until("a failed get", LIMIT, () -> has(registry, "get", "NoNode", 1));
    assertTrue(has(registry, "create", "ok", 1));
    assertTrue(registry.get("zookeeper.requests").timer().totalTime(TimeUnit.NANOSECONDS) > 0);
    double in = registry.get("zookeeper.bytes.in").tag("outcome", "ok").summary().totalAmount();
    assertTrue(in > 0, in + " bytes");
    assertEquals(1, registry.get("zookeeper.states").tag("state", "CONNECTED").counter().count());
  }
}
