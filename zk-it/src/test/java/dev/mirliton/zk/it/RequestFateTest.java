package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ConnectionLossException;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.DeadlineExceededException;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.QueueFullException;
import dev.mirliton.zk.ReconnectPolicy;
import dev.mirliton.zk.SessionExpiredException;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of requests when the network is bad. */
@EveryHandler
@Tag("any-server")
class RequestFateTest extends ClientSuite {
  private static final Duration BRIEF = Duration.ofMillis(200);

  /** Comes back fast, however often the network hangs up at once. */
  private static final ReconnectPolicy EAGER =
      new ReconnectPolicy.Backoff(Duration.ofMillis(5), Duration.ofMillis(20), 0.5);

  private static void disconnect(ZkClient zk, FaultProxy proxy) throws InterruptedException {
    Told<StateChange> changes = Told.by(zk);
    proxy.refuse();
    proxy.cut();
    Told.await(changes, ConnectionState.SUSPENDED);
  }

  @Test
  void queuedRequestsAreSentInOrderAfterAReconnect() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      zk.create("/a", NOTHING);
      disconnect(zk, proxy);

      AsyncResult<?> first = zk.async().set("/a", bytes("one"));
      AsyncResult<Node> between = zk.async().get("/a");
      AsyncResult<?> second = zk.async().set("/a", bytes("two"));
      proxy.heal();

      first.get();
      assertEquals("one", text(between.get()));
      second.get();
      assertEquals("two", text(zk.get("/a")));
    }
  }

  @Test
  void deadlineWhileDisconnectedSaysNotSent() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      disconnect(zk, proxy);

      DeadlineExceededException late =
          assertThrows(
              DeadlineExceededException.class, () -> zk.within(BRIEF).create("/a", NOTHING));
      proxy.heal();

      assertEquals(Fate.NOT_SENT, late.fate());
      assertEquals("/a", late.path());
      assertEquals("create", late.operation());
      assertTrue(zk.exists("/a").isEmpty());
    }
  }

  @Test
  void deadlineOfALostReplySaysUnknown() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      proxy.stall(Direction.TO_CLIENT);

      DeadlineExceededException late =
          assertThrows(
              DeadlineExceededException.class, () -> zk.within(BRIEF).create("/a", NOTHING));
      proxy.heal();

      assertEquals(Fate.UNKNOWN, late.fate());
      assertTrue(zk.exists("/a").isPresent(), "later calls are fine, and the create had happened");
    }
  }

  @Test
  void oneDeadlineCountsForAllPartsOfACall() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      proxy.stall(Direction.TO_CLIENT);

      DeadlineExceededException late =
          assertThrows(
              DeadlineExceededException.class, () -> zk.within(BRIEF).ensurePath("/a/b/c"));
      assertThrows(DeadlineExceededException.class, () -> zk.within(BRIEF).deleteTree("/a"));
      proxy.heal();

      assertEquals("/a/b/c", late.path());
      assertEquals("ensurePath", late.operation());
      zk.ensurePath("/a/b/c");
    }
  }

  @Test
  void connectionCutWithAWriteInFlightSaysUnknown() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      proxy.stall(Direction.TO_CLIENT);
      AsyncResult<String> write = zk.async().create("/a", NOTHING);
      Await.until("the create to reach the server", LIMIT, () -> connectToSee("/a"));

      proxy.cut();
      proxy.heal();

      ConnectionLossException lost = assertThrows(ConnectionLossException.class, write::get);
      assertEquals(Fate.UNKNOWN, lost.fate());
      assertEquals("/a", lost.path());
    }
  }

  private boolean connectToSee(String path) throws InterruptedException {
    try (ZkClient witness = connect()) {
      return witness.exists(path).isPresent();
    }
  }

  @Test
  void readInFlightIsMadeAgain() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      zk.create("/a", bytes("x"));
      proxy.stall(Direction.TO_CLIENT);
      AsyncResult<Node> read = zk.async().get("/a");
      AsyncResult<List<String>> children = zk.async().children("/");

      proxy.cut();
      proxy.heal();

      assertEquals("x", text(read.get()));
      assertEquals(List.of("a"), children.get());
    }
  }

  @Test
  void idempotentCallsAreMadeAgain() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy).reconnect(EAGER))) {

      // A reply that finds nothing has 20 bytes: these cut looks and changes alike.
      for (int bytes = 1; bytes < 200; bytes += 30) {
        proxy.cutAfter(Direction.TO_CLIENT, bytes);
        zk.ensurePath("/a/b/c/d");
        assertTrue(zk.exists("/a/b/c/d").isPresent());
        proxy.cutAfter(Direction.TO_CLIENT, bytes);
        zk.deleteTree("/a");
        assertTrue(zk.exists("/a").isEmpty());
      }
    }
  }

  @Test
  void replyCutInTheMiddleIsMadeAgain() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy).reconnect(EAGER))) {
      zk.create("/a", bytes("x".repeat(10_000)));

      for (int bytes : new int[] {1, 4, 19, 5_000}) {
        proxy.cutAfter(Direction.TO_CLIENT, bytes);
        assertEquals(10_000, zk.get("/a").data().length);
      }
    }
  }

  @Test
  void tornBytesAreWhole() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server)) {
      proxy.tear(Direction.TO_CLIENT);
      proxy.tear(Direction.TO_SERVER);
      try (ZkClient zk = connect(options(proxy))) {

        zk.create("/a", bytes("x".repeat(2_000)));

        assertEquals("x".repeat(2_000), text(zk.get("/a")));
        assertEquals(List.of("a"), zk.children("/"));
      }
    }
  }

  @Test
  void fullQueueRefuses() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy).maxQueuedRequests(10))) {
      disconnect(zk, proxy);
      List<AsyncResult<String>> queued = new ArrayList<>();

      for (int i = 0; i < 11; i++) {
        queued.add(zk.async().create("/n" + i, NOTHING));
      }

      QueueFullException full = assertThrows(QueueFullException.class, () -> queued.get(10).get());
      assertEquals(Fate.NOT_SENT, full.fate());
      assertTrue(String.valueOf(full.getMessage()).contains("10"), full.getMessage());
      proxy.heal();
      for (AsyncResult<String> result : queued.subList(0, 10)) {
        result.get();
      }
    }
  }

  @Test
  void sessionLostWithRequestsFailsThemWithTheirFates() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy).sessionTimeout(Duration.ofSeconds(1)))) {
      disconnect(zk, proxy);

      AsyncResult<String> queued = zk.async().create("/a", NOTHING);

      assertTrue(queued.await(LIMIT));
      SessionExpiredException over =
          assertInstanceOf(SessionExpiredException.class, queued.exception());
      assertEquals(Fate.NOT_SENT, over.fate());
      proxy.heal();
      zk.awaitConnected(LIMIT);
      assertTrue(zk.exists("/a").isEmpty());
    }
  }

  @Test
  void deadServerIsNoticedUnderSteadyTraffic() throws Exception {
    Duration timeout = Duration.ofSeconds(3);
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy).sessionTimeout(timeout))) {
      Told<StateChange> changes = Told.by(zk);
      proxy.blackhole();
      World world = World.current();
      long start = world.nanoTime();

      while (zk.state() == ConnectionState.CONNECTED) {
        zk.async().create("/n", NOTHING);
        zk.async().get("/").await(Duration.ofMillis(5));
      }

      Duration noticed = Duration.ofNanos(world.nanoTime() - start);
      assertTrue(noticed.compareTo(timeout) < 0, "noticed only after " + noticed);
      assertEquals(ConnectionState.SUSPENDED, changes.next().state());
      proxy.heal();
      zk.awaitConnected(LIMIT);
      assertTrue(zk.exists("/").isPresent());
    }
  }

  @Test
  void idleClientKeepsItsSession() throws Exception {
    ZkClient zk = connect(options().sessionTimeout(Duration.ofMillis(1500)));
    Told<StateChange> changes = Told.by(zk);
    Told<String> later = new Told<>();

    zk.recipes().after(Duration.ofSeconds(4), () -> later.add("4 s later"));

    later.next();
    assertEquals(List.of(), changes.rest());
    assertTrue(Objects.requireNonNull(zk.session()).isAlive());
  }

  @Test
  void hugeBacklogIsServed() throws Exception {
    ZkClient zk = connect();
    byte[] data = new byte[20_000];
    List<AsyncResult<?>> all = new ArrayList<>();

    zk.create("/a", data);
    for (int i = 0; i < 500; i++) {
      all.add(zk.async().set("/a", data));
      all.add(zk.async().get("/a"));
    }

    for (AsyncResult<?> result : all) {
      result.get();
    }
    assertEquals(500, zk.get("/a").stat().version());
  }
}
