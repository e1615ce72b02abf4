package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.ReconnectPolicy;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.World;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two clients hold one session, and take it from each other. */
@EveryHandler
@Tag("any-server") // 3.5 sometimes leaves both connections open
class SharedSessionTest extends ClientSuite {

  @Test
  void clientsThatFightForASessionSlowDown() throws Exception {
    ReconnectPolicy policy =
        new ReconnectPolicy.Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), 0);
    ZkClient one = connect(options().reconnect(policy));
    ZkSession session = Objects.requireNonNull(one.session());
    Told<StateChange> changes = Told.by(one);
    long from = World.current().nanoTime();

    ZkClient two = connect(options().reconnect(policy).attach(session.id(), session.password()));
    for (int i = 0; i < 6; i++) {
      Told.await(changes, ConnectionState.SUSPENDED);
      Told.await(changes, ConnectionState.CONNECTED);
    }

    // Three times at once, then after 100, 200 and 400 ms.
    Duration fought = Duration.ofNanos(World.current().nanoTime() - from);
    assertTrue(fought.compareTo(Duration.ofMillis(700)) >= 0, "fought for " + fought);
    two.close();
    Told.await(changes, ConnectionState.LOST); // closing the one ends the session for both
    Told.await(changes, ConnectionState.CONNECTED);
    assertEquals(ConnectionState.CONNECTED, one.state());
  }
}
