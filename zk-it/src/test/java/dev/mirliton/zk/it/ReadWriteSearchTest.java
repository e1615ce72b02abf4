package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.DeadlineExceededException;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.ReadOnlyServerException;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.FourLetterWord;
import dev.mirliton.zk.testing.FreePort;
import dev.mirliton.zk.testing.ServerProcess;
import dev.mirliton.zk.testing.simulation.RealWorld;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A server that is cut from its ensemble serves, while one that writes can be had elsewhere. The
 * cut one is a process whose companions do not exist; the simulated twin is in {@code
 * ReadOnlySimulationTest}.
 */
@EveryHandler
@Tag("any-server")
@RealWorld("needs server processes")
@SuppressWarnings("NullAway.Init") // JUnit sets them
class ReadWriteSearchTest extends ClientSuite {
  private static ServerProcess lonely; // gives sessions of its own
  private static ServerProcess strict; // gives none

  @BeforeAll
  static void startServers() throws Exception {
    lonely = cut("true");
    strict = cut("false");
    for (ServerProcess server : new ServerProcess[] {lonely, strict}) {
      Await.until("a read-only server", Duration.ofSeconds(60), () -> ask(server).startsWith("ro"));
    }
  }

  @AfterAll
  static void closeServers() {
    lonely.close();
    strict.close();
  }

  private static ServerProcess cut(String localSessions) {
    List<Integer> ports = FreePort.find(2);
    ServerProcess server =
        ServerProcess.with()
            .id(1)
            .systemProperty("readonlymode.enabled", "true")
            .setting("initLimit", "10")
            .setting("syncLimit", "4")
            .setting("localSessionsEnabled", localSessions)
            .setting("server.1", "127.0.0.1:" + ports.get(0) + ":" + ports.get(1))
            .setting("server.2", "127.0.0.1:1:2")
            .setting("server.3", "127.0.0.1:3:4")
            .prepare();
    server.launch();
    return server;
  }

  private static String ask(ServerProcess server) {
    try {
      return FourLetterWord.ask(server.address(), "isro", Duration.ofMillis(200));
    } catch (IOException notYet) {
      return "";
    }
  }

  private ZkOptions.Builder to(String hosts) {
    return ZkOptions.to(hosts).handler(handler).acceptReadOnly().connectDeadline(LIMIT);
  }

  @Test
  void sessionThatWasMadeUpIsReplacedByARealOne() throws Exception {
    try (FaultProxy way = FaultProxy.to(server)) {
      way.refuse();
      ZkClient zk = clients.connect(to(lonely.connectString() + "," + way.connectString()).build());
      assertEquals(KeeperState.CONNECTED_READ_ONLY, zk.detail());
      ZkSession madeUp = Objects.requireNonNull(zk.session());
      assertFalse(madeUp.isAlive());
      assertEquals("zookeeper", zk.children("/").get(0));
      assertThrows(ReadOnlyServerException.class, () -> zk.create("/a", NOTHING));
      Watch watch = zk.existsAndWatch("/watched").watch();
      Told<StateChange> changes = Told.by(zk);

      way.heal();

      StateChange lost = Told.await(changes, ConnectionState.LOST);
      assertEquals(KeeperState.EXPIRED, lost.detail());
      assertSame(madeUp, lost.session());
      StateChange connected = Told.await(changes, ConnectionState.CONNECTED);
      assertEquals(KeeperState.CONNECTED, connected.detail());
      assertNotSame(madeUp, connected.session());
      assertNotEquals(madeUp.id(), Objects.requireNonNull(connected.session()).id());
      assertTrue(Objects.requireNonNull(zk.session()).isAlive());
      assertEquals(
          new WatchEvent.Gap("/watched", WatchEvent.Gap.Reason.SESSION_OVER), watch.next());
      zk.create("/a-" + handler, NOTHING);
      assertEquals(1, way.connections());
    }
  }

  @Test
  void serverThatAnswersNothingDoesNotHideTheOneThatWrites() throws Exception {
    try (FaultProxy way = FaultProxy.to(server);
        FaultProxy silent = FaultProxy.to(server)) {
      way.refuse();
      silent.blackhole();
      String hosts =
          silent.connectString()
              + ","
              + lonely.connectString()
              + ",no-such-host.invalid:1,"
              + way.connectString();
      Duration moment = Duration.ofMillis(500);
      ZkClient zk =
          clients.connect(to(hosts).connectTimeout(moment).handshakeTimeout(moment).build());
      Told<StateChange> changes = Told.by(zk);

      way.heal();

      Told.await(changes, ConnectionState.CONNECTED);
      assertEquals(KeeperState.CONNECTED, zk.detail());
    }
  }

  @Test
  void serverThatGivesNoSessionsIsPassedOver() throws Exception {
    String hosts = strict.connectString() + "," + server.connectString();

    try (ZkClient zk = ZkClient.connect(to(hosts).keepHostOrder().build())) {
      assertEquals(KeeperState.CONNECTED, zk.detail());
    }
  }

  @Test
  void serverThatGivesNoSessionsSaysSo() {
    ZkOptions options = to(strict.connectString()).connectDeadline(Duration.ofMillis(700)).build();

    DeadlineExceededException failed =
        assertThrows(DeadlineExceededException.class, () -> ZkClient.connect(options).close());

    String cause = String.valueOf(failed.getCause());
    assertTrue(cause.contains("gives no session"), cause);
  }

  @Test
  void readOnlyServersAreSkippedByThoseWhoWrite() throws Exception {
    String hosts = lonely.connectString() + "," + server.connectString();
    ZkOptions options =
        ZkOptions.to(hosts).handler(handler).keepHostOrder().connectDeadline(LIMIT).build();

    try (ZkClient zk = ZkClient.connect(options)) {
      assertEquals(KeeperState.CONNECTED, zk.detail());
    }
  }

  @Test
  void readOnlyServerDoesNotEndASessionThatItDoesNotKnow() throws Exception {
    try (FaultProxy way = FaultProxy.to(server)) {
      ZkClient zk =
          clients.connect(
              to(way.connectString() + "," + lonely.connectString()).keepHostOrder().build());
      ZkSession session = zk.session();
      Told<StateChange> changes = Told.by(zk);
      way.refuse();
      way.cut();
      assertEquals(ConnectionState.SUSPENDED, changes.next().state());

      way.heal();

      StateChange next = changes.next();
      assertEquals(ConnectionState.CONNECTED, next.state(), next::toString);
      assertSame(session, zk.session());
    }
  }

  @Test
  void clientThatIsSearchingCloses() throws Exception {
    try (FaultProxy silent = FaultProxy.to(server)) {
      silent.blackhole();
      Duration moment = Duration.ofMillis(300);
      ZkClient zk =
          clients.connect(
              to(lonely.connectString() + "," + silent.connectString())
                  .connectTimeout(moment)
                  .handshakeTimeout(moment)
                  .build());
      Await.until("a question", LIMIT, () -> silent.connections() > 0);

      zk.close();

      assertEquals(KeeperState.CLOSED, zk.detail());
    }
  }
}
