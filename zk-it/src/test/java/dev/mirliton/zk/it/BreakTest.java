package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ConnectionLossException;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.Op;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.testing.Break;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.WireFrame;
import dev.mirliton.zk.testing.WireProxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A connection breaks, in each way, at each stage of its life. */
@EveryHandler
class BreakTest extends FaultSuite {
  private static final Duration BRIEF = Duration.ofMillis(300);

  /** Close to the longest packet that servers take by default. */
  private static final int MEGABYTE = 1_000_000;

  private static boolean isConnectRequest(WireFrame frame) {
    return frame.isHandshake() && frame.direction() == Direction.TO_SERVER;
  }

  private static boolean isConnectResponse(WireFrame frame) {
    return frame.isHandshake() && frame.direction() == Direction.TO_CLIENT;
  }

  @Test
  void nobodyAnswersBeforeTheConnectionStands() throws Exception {
    ZkClient witness = connect();
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk =
            connect(
                options(proxy).connectTimeout(BRIEF).handshakeTimeout(BRIEF).reconnect(EAGER))) {
      ZkSession before = session(zk);
      for (Runnable fault : new Runnable[] {proxy::refuse, proxy::ignore}) {
        Told<StateChange> changes = Told.by(zk);

        fault.run();
        proxy.cut();
        Told.await(changes, ConnectionState.SUSPENDED);
        List<AsyncResult<?>> writes = book.writeEach(zk);
        proxy.heal();

        Told.await(changes, ConnectionState.CONNECTED);
        for (AsyncResult<?> unsentSoFar : writes) {
          unsentSoFar.get();
        }
        assertServesIn(before, zk);
      }
      book.verify(witness);
    }
  }

  @Test
  void firstHandshakeIsMadeAgain() throws Exception {
    for (Break how : Break.values()) {
      try (WireProxy proxy = WireProxy.to(server)) {
        proxy.next(
            BreakTest::isConnectRequest, (frame, wire) -> wire.breakOff(how, Direction.TO_CLIENT));
        proxy.next(
            BreakTest::isConnectResponse, (frame, wire) -> wire.breakOff(how, Direction.TO_CLIENT));
        proxy.next(
            BreakTest::isConnectResponse,
            (frame, wire) -> {
              wire.sendPart(frame, 20);
              wire.breakOff(how, Direction.TO_CLIENT);
            });

        try (ZkClient zk =
            connect(
                options(proxy).connectTimeout(BRIEF).handshakeTimeout(BRIEF).reconnect(EAGER))) {
          assertTrue(zk.exists("/").isPresent(), () -> "after " + how);
        }
        assertTrue(proxy.accepted() >= 4, () -> "three that were broken by " + how);
      }
    }
  }

  @Test
  void handshakeOfALivingSessionIsMadeAgain() throws Exception {
    ZkClient witness = connect();
    try (WireProxy proxy = WireProxy.to(server);
        ZkClient zk =
            connect(
                options(proxy).connectTimeout(BRIEF).handshakeTimeout(BRIEF).reconnect(EAGER))) {
      ZkSession before = session(zk);
      zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);
      Watch watch = zk.existsAndWatch("/new").watch();
      for (Break how : Break.values()) {
        proxy.next(
            BreakTest::isConnectRequest, (frame, wire) -> wire.breakOff(how, Direction.TO_CLIENT));
        proxy.next(
            BreakTest::isConnectResponse,
            (frame, wire) -> {
              wire.sendPart(frame, 20);
              wire.breakOff(how, Direction.TO_CLIENT);
            });

        proxy.cut();
        book.writeEach(zk);

        assertServesIn(before, zk);
      }
      book.verify(witness);
      assertEquals(before.id(), witness.exists("/e").orElseThrow().ephemeralOwner());
      witness.create("/new", NOTHING);
      assertTells(new WatchEvent.Created("/new"), watch);
    }
  }

  @Test
  void replyBrokenAnywhereIsARetriedReadOrAnUnknownWrite() throws Exception {
    ZkClient witness = connect();
    try (WireProxy proxy = WireProxy.to(server);
        ZkClient zk = connect(options(proxy).sessionTimeout(SHORT_SESSION).reconnect(EAGER))) {
      ZkSession before = session(zk);
      zk.create("/a", bytes("x".repeat(500)));
      for (Break how : Break.values()) {
        // Within the length, between it and the header, within the header, within the body.
        int[] places = how == Break.SILENCE ? new int[] {11} : new int[] {0, 3, 4, 11, 20, 30};
        for (int bytes : places) {
          for (int opCode : new int[] {OpCode.CREATE, OpCode.GET_DATA}) {
            proxy.next(
                frame -> frame.isReplyTo(opCode),
                (frame, wire) -> {
                  wire.sendPart(frame, Math.min(bytes, frame.payload().length));
                  wire.breakOff(how, frame.direction());
                });
          }

          AsyncResult<?> write = book.create(zk);
          AsyncResult<Node> read = zk.async().get("/a");

          assertEquals(500, read.get().data().length, () -> how + " after " + bytes);
          ConnectionLossException lost = assertThrows(ConnectionLossException.class, write::get);
          assertEquals(Fate.UNKNOWN, lost.fate());
        }
      }
      assertServesIn(before, zk);
      book.verify(witness);
      proxy.heal();
    }
  }

  @Test
  void megabyteBrokenOnItsWayDidNotHappen() throws Exception {
    ZkClient witness = connect();
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy).sessionTimeout(SHORT_SESSION).reconnect(EAGER))) {
      ZkSession before = session(zk);
      for (Break how : Break.values()) {
        int[] places = how == Break.SILENCE ? new int[] {600_000} : new int[] {3, 100, 600_000};
        for (int bytes : places) {
          proxy.breakAfter(Direction.TO_SERVER, bytes, how);

          AsyncResult<String> write = book.create(zk, new byte[MEGABYTE], CreateOptions.PERSISTENT);
          AsyncResult<String> behind = book.create(zk);

          ConnectionLossException lost =
              assertThrows(ConnectionLossException.class, write::get, () -> how + " at " + bytes);
          assertEquals(Fate.UNKNOWN, lost.fate(), "part of it was sent");
          assertTrue(behind.await(LIMIT));
          proxy.heal();
          assertServesIn(before, zk);
        }
      }
      book.verify(witness);
    }
  }

  @Test
  void secondEventOfATransactionComesAfterTheReconnect() throws Exception {
    ZkClient other = connect();
    for (Break how : Break.values()) {
      String one = "/one-" + how;
      String two = "/two-" + how;
      other.transact(Op.create(one, NOTHING), Op.create(two, NOTHING));
      try (WireProxy proxy = WireProxy.to(server);
          ZkClient zk = connect(options(proxy).sessionTimeout(SHORT_SESSION).reconnect(EAGER))) {
        ZkSession before = session(zk);
        Watch first = zk.getAndWatch(one).watch();
        Watch second = zk.getAndWatch(two).watch();
        proxy.next(
            WireFrame::isEvent,
            (frame, wire) -> {
              wire.send(frame);
              // ZOOKEEPER-4655: who counts this event's transaction as seen loses the next event.
              proxy.next(
                  WireFrame::isEvent, (lost, same) -> same.breakOff(how, Direction.TO_CLIENT));
            });

        other.transact(Op.set(one, bytes("x"), Version.ANY), Op.set(two, bytes("x"), Version.ANY));

        assertTells(new WatchEvent.DataChanged(one), first);
        assertTells(new WatchEvent.DataChanged(two), second);
        assertServesIn(before, zk);
      }
    }
  }
}
