package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ClientClosedException;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.Sessions;
import dev.mirliton.zk.testing.World;
import dev.mirliton.zk.testing.simulation.RealWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The end of a client. */
@EveryHandler
class CloseTest extends ClientSuite {

  @Test
  void ephemeralsAreGoneWhenCloseReturns() throws Exception {
    ZkClient witness = connect();
    for (int round = 0; round < 20; round++) {
      ZkClient zk = connect();
      zk.async().create("/e", NOTHING, CreateOptions.EPHEMERAL);

      zk.close();

      assertTrue(witness.exists("/e").isEmpty(), "round " + round);
    }
  }

  @Test
  void closeIsIdempotent() throws Exception {
    ZkClient zk = connect();

    zk.close();
    zk.close();

    assertEquals(KeeperState.CLOSED, zk.detail());
    assertEquals(ConnectionState.LOST, zk.state());
  }

  @Test
  void manyMayCloseAtOnce() throws Exception {
    ZkClient zk = connect();
    List<Thread> closers = new ArrayList<>();

    for (int i = 0; i < 8; i++) {
      closers.add(World.current().startThread("closer", zk::close));
    }

    for (Thread closer : closers) {
      assertTrue(closer.join(LIMIT));
    }
    assertEquals(KeeperState.CLOSED, zk.detail());
  }

  @Test
  void callsAfterCloseAreRefused() throws Exception {
    ZkClient zk = connect();
    zk.close();

    ClientClosedException refused = assertThrows(ClientClosedException.class, () -> zk.get("/a"));

    assertEquals(Fate.NOT_SENT, refused.fate());
    assertEquals("/a", refused.path());
    assertThrows(ClientClosedException.class, () -> zk.ensurePath("/a/b"));
    assertThrows(ClientClosedException.class, () -> zk.awaitConnected(Duration.ofSeconds(1)));
  }

  @Test
  void requestsWithoutAnswerFail() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server)) {
      ZkClient zk = connect(options(proxy).closeDeadline(Duration.ofMillis(300)));
      proxy.stall(Direction.TO_CLIENT);
      AsyncResult<?> inFlight = zk.async().create("/a", NOTHING);

      zk.close();

      assertTrue(inFlight.isReady());
      assertInstanceOf(ClientClosedException.class, inFlight.exception());
      assertThrows(ClientClosedException.class, inFlight::get);
    }
  }

  @Test
  void closeWhileDisconnectedReturnsInTime() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server)) {
      ZkClient zk = connect(options(proxy).closeDeadline(Duration.ofMillis(300)));
      Told<StateChange> changes = Told.by(zk);
      proxy.refuse();
      proxy.cut();
      Told.await(changes, ConnectionState.SUSPENDED);
      AsyncResult<?> queued = zk.async().create("/a", NOTHING);

      zk.close();

      ClientClosedException closed =
          assertInstanceOf(ClientClosedException.class, queued.exception());
      assertEquals(Fate.NOT_SENT, closed.fate());
    }
  }

  @Test
  void closeWhileDisconnectedStillEndsTheSessionIfItCan() throws Exception {
    ZkClient witness = connect();
    try (FaultProxy proxy = FaultProxy.to(server)) {
      ZkClient zk = connect(options(proxy).closeDeadline(LIMIT));
      zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);

      proxy.cut();
      zk.close();

      assertTrue(witness.exists("/e").isEmpty());
    }
  }

  @Test
  void clientThatNeverConnectedCloses() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server)) {
      proxy.refuse();
      ZkClient zk = clients.start(options(proxy).build());

      zk.close();

      assertEquals(KeeperState.CLOSED, zk.detail());
    }
  }

  @Test
  void closeInAStateListenerReturns() throws Exception {
    ZkClient zk = connect();
    Told<String> told = new Told<>();
    zk.onStateChange(
        change -> {
          if (change.state() == ConnectionState.CONNECTED) {
            zk.close();
            told.add("closed");
          }
        });

    Sessions.disconnect(zk, server);

    assertEquals("closed", told.next());
    assertFalse(zk.state() == ConnectionState.CONNECTED);
  }

  @Test
  void awaitingClientIsWoken() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server)) {
      proxy.refuse();
      ZkClient zk = clients.start(options(proxy).build());
      Told<Throwable> outcome = new Told<>();
      Thread waiter =
          World.current()
              .startThread(
                  "waiter",
                  () -> outcome.add(assertThrows(Throwable.class, () -> zk.awaitConnected(LIMIT))));

      zk.close();

      assertInstanceOf(ClientClosedException.class, outcome.next());
      waiter.join();
    }
  }

  @RealWorld("reads the log, which is silent in simulations")
  @Test
  void aStuckListenerCannotHoldCloseUpAndTheLogShowsWhereItIs() throws Exception {
    ZkClient zk = connect();
    Told<Thread> begun = new Told<>();
    CountDownLatch release = new CountDownLatch(1);
    Told<String> dropped = new Told<>();
    zk.async().exists("/").link(result -> getStuck(begun, release));
    Thread stuck = begun.next();
    for (int i = 0; i < 3; i++) {
      AsyncResult<?> behind = zk.async().exists("/");
      behind.link(result -> dropped.add("ran"));
      behind.get();
    }
    Logger parts = (Logger) LoggerFactory.getLogger("dev.mirliton.zk.spi.parts");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    parts.addAppender(lines);

    try {
      Thread closer = World.current().startThread("closer", zk::close);
      assertTrue(closer.join(LIMIT), "close hangs");
      assertEquals(KeeperState.CLOSED, zk.detail());
    } finally {
      release.countDown();
      parts.detachAppender(lines);
    }

    assertTrue(stuck.join(LIMIT));
    assertEquals(List.of(), dropped.rest());
    List<ILoggingEvent> errors =
        lines.list.stream().filter(line -> line.getLevel() == Level.ERROR).toList();
    assertEquals(
        List.of(
            "handler zk is closed, but thread zk-events still runs after "
                + HandlerOptions.DEFAULT.closePatience()
                + " and an interrupt; it is left to itself (docs/errors.md#stuck-callback)",
            "zk-events: 3 callbacks were dropped, they waited behind a stuck one"),
        errors.stream().map(ILoggingEvent::getFormattedMessage).toList());
    assertTrue(
        Arrays.stream(errors.get(0).getThrowableProxy().getStackTraceElementProxyArray())
            .anyMatch(frame -> frame.toString().contains("getStuck")),
        "the stack of the listener");
  }

  private static void getStuck(Told<Thread> begun, CountDownLatch release) {
    begun.add(Thread.currentThread());
    while (release.getCount() > 0) {
      try {
        release.await();
      } catch (InterruptedException ignored) {
        // as some listeners do
      }
    }
  }
}
