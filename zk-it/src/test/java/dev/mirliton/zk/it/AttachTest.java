package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.FaultProxy;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Taking over a session that exists. */
@EveryHandler
class AttachTest extends ClientSuite {

  @Test
  void attachedClientHasTheSession() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server)) {
      ZkClient first = connect(options(proxy).closeDeadline(Duration.ofMillis(200)));
      ZkSession session = Objects.requireNonNull(first.session());
      first.create("/e", NOTHING, CreateOptions.EPHEMERAL);
      proxy.refuse();
      proxy.cut();

      ZkClient second = connect(options().attach(session.id(), session.password()));

      assertEquals(session.id(), Objects.requireNonNull(second.session()).id());
      assertEquals(session.id(), second.exists("/e").orElseThrow().ephemeralOwner());
      first.close();
      second.close();
      assertTrue(connect().exists("/e").isEmpty());
    }
  }

  @Test
  void sessionThatIsOverGivesANewOne() throws Exception {
    ZkClient first = connect();
    ZkSession session = Objects.requireNonNull(first.session());
    first.close();
    try (FaultProxy proxy = FaultProxy.to(server)) {
      proxy.refuse();
      ZkClient second =
          clients.start(options(proxy).attach(session.id(), session.password()).build());
      Told<StateChange> changes = Told.by(second);
      proxy.heal();

      assertEquals(KeeperState.EXPIRED, changes.next().detail());
      assertEquals(KeeperState.CONNECTED, changes.next().detail());
      assertNotEquals(session.id(), Objects.requireNonNull(second.session()).id());
      second.close();
    }
  }

  @Test
  void wrongPasswordGivesANewSession() throws Exception {
    ZkClient first = connect();
    ZkSession session = Objects.requireNonNull(first.session());

    ZkClient second = connect(options().attach(session.id(), new byte[16]));

    assertNotEquals(session.id(), Objects.requireNonNull(second.session()).id());
    assertTrue(first.exists("/").isPresent());
  }
}
