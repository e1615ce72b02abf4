package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ConnectionLossException;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.GaveUpException;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.ReconnectPolicy;
import dev.mirliton.zk.ReconnectPolicy.Outage;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.FaultProxy;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When a client looks for a server again, and when it does not. */
@EveryHandler
@Tag("any-server")
@SuppressWarnings("NullAway.Init") // JUnit sets them
class ReconnectPolicyTest extends ClientSuite {
  /** The way to the server is gone when the clients are closed. */
  private static final Duration BRIEF = Duration.ofMillis(200);

  private FaultProxy proxy;

  @BeforeEach
  void open() {
    proxy = FaultProxy.to(server);
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  private ZkClient connect(ReconnectPolicy policy) throws InterruptedException {
    return connect(options(proxy).closeDeadline(BRIEF).reconnect(policy));
  }

  @Test
  void clientThatDoesNotReconnectEnds() throws Exception {
    ZkClient zk = connect(ReconnectPolicy.NEVER);
    ZkSession session = Objects.requireNonNull(zk.session());
    Told<StateChange> changes = Told.by(zk);
    proxy.blackhole(Direction.TO_CLIENT);
    AsyncResult<String> sent = zk.async().create("/a", NOTHING);

    proxy.cut();

    StateChange last = Told.await(changes, ConnectionState.LOST);
    assertEquals(KeeperState.GAVE_UP, last.detail());
    assertSame(session, last.session());
    assertNotNull(last.cause());
    assertFalse(session.isAlive());
    ConnectionLossException lost =
        assertThrows(ConnectionLossException.class, () -> sent.get(LIMIT));
    assertEquals(Fate.UNKNOWN, lost.fate());
    GaveUpException refused = assertThrows(GaveUpException.class, () -> zk.get("/a"));
    assertEquals(Fate.NOT_SENT, refused.fate());
    assertNotNull(refused.getCause());
    assertEquals("get", refused.operation());
    assertThrows(GaveUpException.class, () -> zk.awaitConnected(LIMIT));
    zk.close();
    assertEquals(KeeperState.GAVE_UP, zk.detail());
  }

  @Test
  void firstConnectionIsGivenUpWithTheReason() throws Exception {
    proxy.refuse();

    GaveUpException gaveUp =
        assertThrows(GaveUpException.class, () -> connect(ReconnectPolicy.NEVER).close());

    String cause = String.valueOf(gaveUp.getCause());
    assertTrue(cause.contains(proxy.connectString()), cause);
  }

  @Test
  void waitingRequestsAreToldWhenThePolicyGivesUp() throws Exception {
    ZkClient zk = connect(ReconnectPolicy.DEFAULT.giveUpAfter(Duration.ofMillis(400)));
    proxy.refuse();
    proxy.cut();

    GaveUpException gaveUp = assertThrows(GaveUpException.class, () -> zk.get("/a"));

    assertEquals("get", gaveUp.operation());
    assertEquals("/a", gaveUp.path());
  }

  @Test
  void patienceAtTheStartAndNoneLaterGoTogether() throws Exception {
    proxy.refuse();
    ZkClient zk =
        clients.start(
            options(proxy)
                .closeDeadline(BRIEF)
                .reconnect(ReconnectPolicy.DEFAULT.onceConnected(ReconnectPolicy.NEVER))
                .build());
    Told<StateChange> changes = Told.by(zk);
    proxy.heal();
    Told.await(changes, ConnectionState.CONNECTED);

    proxy.cut();

    assertEquals(KeeperState.GAVE_UP, Told.await(changes, ConnectionState.LOST).detail());
  }

  @Test
  void ownPolicyIsAskedAndMayBlock() throws Exception {
    Told<Outage> asked = new Told<>();
    ZkClient zk =
        connect(
            (outage, random) -> {
              asked.add(outage);
              return Optional.of(Duration.ofMillis(1 + random.nextInt(5)));
            });
    zk.exists("/"); // so that the connection was of use
    Told<StateChange> changes = Told.by(zk);

    proxy.refuse();
    proxy.cut();

    Outage lost = asked.next();
    assertTrue(lost.wasConnected());
    assertEquals(0, lost.failedRounds());
    assertEquals(Duration.ZERO, lost.duration());
    assertEquals(1, asked.next().failedRounds());
    assertEquals(2, asked.next().failedRounds());
    proxy.heal();
    Told.await(changes, ConnectionState.CONNECTED);
  }

  @Test
  void policyThatThrowsOrSaysNothingIsReplacedByTheDefault() throws Exception {
    Told<Outage> asked = new Told<>();
    @SuppressWarnings("NullAway") // what it is about
    ReconnectPolicy broken =
        (outage, random) -> {
          asked.add(outage);
          if (outage.failedRounds() == 0) {
            throw new IllegalStateException("a policy that throws on purpose");
          }
          return null;
        };
    ZkClient zk = connect(broken);
    Told<StateChange> changes = Told.by(zk);
    proxy.refuse();
    proxy.cut();
    asked.next();
    asked.next();

    proxy.heal();

    Told.await(changes, ConnectionState.CONNECTED);
  }

  @Test
  void clientClosesWhileItsPolicyThinks() throws Exception {
    Told<Outage> asked = new Told<>();
    CountDownLatch never = new CountDownLatch(1);
    ZkClient zk =
        connect(
            (outage, random) -> {
              asked.add(outage);
              try {
                never.await();
              } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
              }
              return Optional.empty();
            });
    proxy.cut();
    asked.next();

    zk.close();

    assertEquals(KeeperState.CLOSED, zk.detail());
  }
}
