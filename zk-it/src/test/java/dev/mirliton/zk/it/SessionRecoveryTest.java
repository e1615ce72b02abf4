package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.DeadlineExceededException;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.ServerProcess;
import dev.mirliton.zk.testing.simulation.RealWorld;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whether a session is found again, and what is said of one that never was. */
@EveryHandler
@Tag("any-server")
class SessionRecoveryTest extends ClientSuite {

  private static ZkSession session(ZkClient zk) {
    return Objects.requireNonNull(zk.session(), "a session");
  }

  @Test
  void serversThatAcceptAndNeverAnswerDoNotCostTheSession() throws Exception {
    try (FaultProxy good = FaultProxy.to(server);
        FaultProxy silent = FaultProxy.to(server);
        FaultProxy silentToo = FaultProxy.to(server)) {
      silent.refuse();
      silentToo.refuse();
      String hosts =
          String.join(",", good.connectString(), silent.connectString(), silentToo.connectString());
      try (ZkClient zk =
          connect(
              ZkOptions.to(hosts)
                  .root(clients.root())
                  .handler(handler)
                  .sessionTimeout(Duration.ofSeconds(15)))) {
        ZkSession session = session(zk);
        Told<StateChange> changes = Told.by(zk);
        zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);

        silent.heal();
        silent.blackhole();
        silentToo.heal();
        silentToo.blackhole();
        good.cut();

        assertEquals(ConnectionState.SUSPENDED, changes.next().state());
        assertEquals(ConnectionState.CONNECTED, changes.next().state());
        assertSame(session, zk.session());
        assertTrue(zk.exists("/e").isPresent());
      }
    }
  }

  @Test
  void sessionThatNeverWasIsNeverLost() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server)) {
      proxy.refuse();
      ZkClient zk = clients.start(options(proxy).sessionTimeout(Duration.ofSeconds(1)).build());
      Told<StateChange> changes = Told.by(zk);
      Told<String> later = new Told<>();

      zk.recipes().after(Duration.ofSeconds(3), () -> later.add("3 s later"));
      DeadlineExceededException late =
          assertThrows(
              DeadlineExceededException.class,
              () -> zk.within(Duration.ofMillis(300)).create("/a", NOTHING));
      later.next();

      assertEquals(Fate.NOT_SENT, late.fate());
      assertEquals(List.of(), changes.rest());
      assertEquals(ConnectionState.SUSPENDED, zk.state());
      assertNull(zk.session());
      proxy.heal();
      zk.awaitConnected(LIMIT);
      assertTrue(zk.exists("/a").isEmpty());
    }
  }

  @Test
  void shortestTimeoutIsTheServers() throws Exception {
    ZkClient zk = connect(options().sessionTimeout(Duration.ofMillis(1)));

    assertEquals(Duration.ofMillis(500), session(zk).timeout());
  }

  @RealWorld("needs a server with another limit")
  @Test
  void clientThatIsOneTooManyIsServedWhenAnotherLeaves() throws Exception {
    try (ServerProcess small = ServerProcess.with().setting("maxClientCnxns", "1").run()) {
      ZkOptions options = ZkOptions.to(small.connectString()).handler(handler).build();
      ZkClient first = clients.connect(options);
      ZkClient second = clients.start(options);
      Told<StateChange> changes = Told.by(second);

      // Its first round of attempts is over: it was hung up on, and goes on trying.
      assertThrows(
          DeadlineExceededException.class, () -> second.within(Duration.ofSeconds(1)).exists("/"));
      assertEquals(List.of(), changes.rest());
      assertTrue(first.exists("/").isPresent());
      first.close();

      assertEquals(ConnectionState.CONNECTED, changes.next().state());
      assertTrue(second.exists("/").isPresent());
    }
  }
}
