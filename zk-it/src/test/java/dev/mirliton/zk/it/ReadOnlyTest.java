package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.Op;
import dev.mirliton.zk.ReadOnlyServerException;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.Ensemble;
import dev.mirliton.zk.testing.NoLeaks;
import dev.mirliton.zk.testing.ServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** An ensemble of three real servers loses its quorum and finds it again. */
@NoLeaks
@Timeout(120)
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"threads", "loom", "nio"})
@SuppressWarnings("NullAway.Init") // JUnit sets them
class ReadOnlyTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final byte[] DATA = {1, 2, 3};

  private static Ensemble ensemble;

  @Parameter String handler;

  @BeforeAll
  static void startEnsemble() throws Exception {
    ensemble =
        Ensemble.of(
            3,
            ServerProcess.with()
                .setting("localSessionsEnabled", "true")
                .setting("localSessionsUpgradingEnabled", "true")
                .systemProperty("readonlymode.enabled", "true"));
  }

  @AfterAll
  static void closeEnsemble() {
    ensemble.close();
  }

  @AfterEach
  void restoreEnsemble() throws Exception {
    ensemble.restore();
    ensemble.leader(); // restored is also who serves without a quorum
  }

  private ZkOptions.Builder options() {
    return ZkOptions.to(ensemble.connectString())
        .handler(handler)
        .sessionTimeout(Duration.ofSeconds(4))
        .connectDeadline(LIMIT);
  }

  @Test
  void lostQuorumIsASuspensionThenAMadeUpSessionThenARealOne() throws Exception {
    String path = "/held-" + handler;
    try (ZkClient modest = ZkClient.connect(options().acceptReadOnly().build());
        ZkClient proud = ZkClient.connect(options().build())) {
      // The ephemeral makes the session one of the ensemble: until then it was the server's own.
      modest.create(path, DATA, CreateOptions.EPHEMERAL);
      modest.create("/kept-" + handler, DATA);
      proud.sync("/");
      ZkSession real = Objects.requireNonNull(modest.session());
      Told<StateChange> changes = Told.by(modest);
      List<ServerProcess> gone = ensemble.servers().subList(1, 3);

      for (ServerProcess server : gone) {
        server.kill();
      }

      // A server without a quorum does not go on with a session of the ensemble. Between the two
      // deaths one may have served it that still believed in a quorum.
      StateChange lost = Told.await(changes, ConnectionState.LOST);
      assertEquals(KeeperState.EXPIRED, lost.detail());
      assertSame(real, lost.session());
      StateChange modestly = Told.await(changes, ConnectionState.CONNECTED);
      assertEquals(KeeperState.CONNECTED_READ_ONLY, modestly.detail());
      ZkSession madeUp = Objects.requireNonNull(modestly.session());
      assertNotSame(real, madeUp);
      assertFalse(madeUp.isAlive());
      assertArrayEquals(DATA, modest.get("/kept-" + handler).data());
      assertThrows(ReadOnlyServerException.class, () -> modest.set(path, DATA));
      assertThrows(
          ReadOnlyServerException.class,
          () -> modest.transact(List.of(Op.delete(path, Version.ANY))));
      assertNotEquals(ConnectionState.CONNECTED, proud.state());

      for (ServerProcess server : gone) {
        server.launch();
      }

      assertSame(madeUp, Told.await(changes, ConnectionState.LOST).session());
      ZkSession next = Told.await(changes, ConnectionState.CONNECTED).session();
      assertNotSame(madeUp, next);
      Await.until("a server that writes", LIMIT, () -> modest.detail() == KeeperState.CONNECTED);
      modest.create("/mine-" + handler, DATA, CreateOptions.EPHEMERAL);
      proud.awaitConnected(LIMIT);
    }
  }

  @Test
  void sessionOutlivesALossOfTheQuorumThatIsShort() throws Exception {
    try (ZkClient zk =
        ZkClient.connect(
            options().acceptReadOnly().sessionTimeout(Duration.ofSeconds(60)).build())) {
      zk.create("/stays-" + handler, DATA, CreateOptions.EPHEMERAL);
      ZkSession session = zk.session();
      Told<StateChange> changes = Told.by(zk);
      List<ServerProcess> gone = ensemble.servers().subList(1, 3);

      for (ServerProcess server : gone) {
        server.kill();
      }
      Told.await(changes, ConnectionState.SUSPENDED);
      for (ServerProcess server : gone) {
        server.launch();
      }

      zk.set("/stays-" + handler, DATA); // waits for a server that writes
      assertSame(session, zk.session());
      assertFalse(changes.rest().stream().anyMatch(each -> each.state() == ConnectionState.LOST));
      assertTrue(zk.exists("/stays-" + handler).isPresent());
    }
  }
}
