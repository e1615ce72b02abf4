package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.AuthenticationFailedException;
import dev.mirliton.zk.ConnectionLossException;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.DeadlineExceededException;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.ProtocolException;
import dev.mirliton.zk.ReadOnlyServerException;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.UnsupportedException;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.WireFrame;
import dev.mirliton.zk.testing.WireProxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server, or something before it, says what no server should. */
@SuppressWarnings("NullAway.Init") // JUnit sets them
@EveryHandler
class LyingServerTest extends FaultSuite {
  private ZkClient witness;
  private WireProxy proxy;
  private ZkClient zk;
  private ZkSession before;

  @BeforeEach
  void lie() throws Exception {
    witness = connect();
    proxy = WireProxy.to(server);
    zk = connect(options(proxy).sessionTimeout(Duration.ofSeconds(4)).reconnect(EAGER));
    before = session(zk);
  }

  @AfterEach
  void tellTheTruth() {
    proxy.heal();
    zk.close();
    proxy.close();
  }

  private void assertGoesOnWithoutAReconnect() throws InterruptedException {
    assertServesIn(before, zk);
    assertEquals(1, proxy.accepted(), "connections");
  }

  private void assertGoesOnAfterAReconnect() throws InterruptedException {
    assertServesIn(before, zk);
    assertEquals(2, proxy.accepted(), "connections");
  }

  @Test
  void replyWithAnotherXidCostsTheConnection() throws Exception {
    zk.create("/a", bytes("x"));
    proxy.next(
        frame -> frame.isReplyTo(OpCode.CREATE),
        (frame, wire) -> wire.send(frame.withXid(frame.xid() + 1_000)));

    AsyncResult<?> write = book.create(zk);
    AsyncResult<?> read = zk.async().get("/a");

    ConnectionLossException lost = assertThrows(ConnectionLossException.class, write::get);
    assertEquals(Fate.UNKNOWN, lost.fate());
    assertTrue(causes(lost).contains("reply has xid"), () -> causes(lost));
    read.get();
    assertGoesOnAfterAReconnect();
    book.verify(witness);
  }

  private static String causes(Throwable thrown) {
    StringBuilder all = new StringBuilder();
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      all.append(each).append('\n');
    }
    return all.toString();
  }

  @Test
  void repliesOutOfOrderAreNotMistakenForEachOther() throws Exception {
    zk.create("/a", bytes("a"));
    zk.create("/b", bytes("b"));
    proxy.next(
        frame -> frame.isReplyTo(OpCode.GET_DATA),
        (late, wire) ->
            proxy.next(
                frame -> frame.isReplyTo(OpCode.GET_DATA),
                (early, same) -> {
                  same.send(early);
                  same.send(late);
                }));

    var a = zk.async().get("/a");
    var b = zk.async().get("/b");

    assertEquals("a", text(a.get()));
    assertEquals("b", text(b.get()));
    assertGoesOnAfterAReconnect();
  }

  @Test
  void replySaidTwiceIsNotTakenForTheNext() throws Exception {
    zk.create("/a", bytes("a"));
    zk.create("/b", bytes("b"));
    proxy.next(
        frame -> frame.isReplyTo(OpCode.GET_DATA),
        (frame, wire) -> {
          wire.send(frame);
          wire.send(frame);
        });

    var a = zk.async().get("/a");
    var b = zk.async().get("/b");

    assertEquals("a", text(a.get()));
    assertEquals("b", text(b.get()));
    assertGoesOnAfterAReconnect();
  }

  @Test
  void replyThatNobodyAskedForCostsTheConnection() throws Exception {
    Told<StateChange> changes = Told.by(zk);
    proxy.next(
        frame -> frame.isReplyTo(OpCode.EXISTS),
        (frame, wire) -> {
          wire.send(frame);
          wire.send(WireFrame.reply(4711, 1, 0, NOTHING));
        });

    zk.exists("/");

    Told.await(changes, ConnectionState.SUSPENDED);
    Told.await(changes, ConnectionState.CONNECTED);
    assertGoesOnAfterAReconnect();
  }

  @Test
  void unknownErrorCodeIsAnErrorLikeOthers() throws Exception {
    proxy.next(
        frame -> frame.isReplyTo(OpCode.GET_DATA),
        (frame, wire) -> wire.send(frame.withError(-4711)));

    ProtocolException unknown = assertThrows(ProtocolException.class, () -> zk.get("/a"));

    assertEquals(-4711, unknown.code());
    assertEquals("/a", unknown.path());
    assertTrue(String.valueOf(unknown.getMessage()).contains("-4711"), unknown.getMessage());
    assertGoesOnWithoutAReconnect();
  }

  @Test
  void eventsOfKindsThatNobodyKnowsAreIgnored() throws Exception {
    Watch watch = zk.existsAndWatch("/a").watch();
    String path = clients.root() + "/a";
    proxy.next(
        frame -> frame.isReplyTo(OpCode.EXISTS),
        (frame, wire) -> {
          for (int type : new int[] {99, -1, 0, 5, 6, 7, Integer.MIN_VALUE}) {
            wire.send(WireFrame.event(type, path));
          }
          wire.send(WireFrame.event(1, "")); // not a path
          wire.send(WireFrame.event(1, "/nobody/watches/this"));
          wire.send(frame);
        });

    zk.exists("/");
    witness.create("/a", NOTHING);

    assertTells(new WatchEvent.Created("/a"), watch);
    assertGoesOnWithoutAReconnect();
  }

  @Test
  void garbledEventLosesNoWatch() throws Exception {
    Watch watch = zk.existsAndWatch("/a").watch();
    proxy.next(WireFrame::isEvent, (frame, wire) -> wire.send(frame.truncated(20)));

    witness.create("/a", NOTHING);

    assertTells(new WatchEvent.Created("/a"), watch);
    assertGoesOnAfterAReconnect();
  }

  /** Has the answer to exists come first, as servers refuse at their door. */
  private void letARefusalOvertake(int error) {
    proxy.next(
        frame -> frame.isReplyTo(OpCode.CREATE),
        (first, wire) ->
            proxy.next(
                frame -> frame.isReplyTo(OpCode.EXISTS),
                (second, same) -> {
                  same.send(second.withError(error));
                  same.send(first);
                }));
  }

  private <X extends ZkException> X overtaken(int error, Class<X> type) throws Exception {
    letARefusalOvertake(error);

    AsyncResult<?> first = book.create(zk);
    AsyncResult<?> second = zk.async().exists("/x");

    X refused = assertThrows(type, second::get);
    first.get();
    assertEquals(error, refused.code());
    book.verify(witness);
    return refused;
  }

  @Test
  void refusalsAtTheDoorOvertake() throws Exception {
    overtaken(ErrorCode.UNIMPLEMENTED, UnsupportedException.class);
    assertEquals(
        Fate.NOT_SENT, overtaken(ErrorCode.NOT_READ_ONLY, ReadOnlyServerException.class).fate());
    assertGoesOnWithoutAReconnect();
  }

  @Test
  void serverThatServesOnlyTheAuthenticatedEndsTheClient() throws Exception {
    Told<StateChange> changes = Told.by(zk);
    letARefusalOvertake(ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH);

    AsyncResult<?> first = book.create(zk);
    AsyncResult<?> second = zk.async().exists("/x");

    assertEquals(
        Fate.NOT_SENT, assertThrows(AuthenticationFailedException.class, second::get).fate());
    assertEquals(
        Fate.UNKNOWN, assertThrows(AuthenticationFailedException.class, first::get).fate());
    assertEquals(KeeperState.AUTH_FAILED, Told.await(changes, ConnectionState.LOST).detail());
    book.verify(witness);
  }

  @Test
  void otherErrorsDoNotOvertake() throws Exception {
    proxy.next(
        frame -> frame.isReplyTo(OpCode.CREATE),
        (first, wire) ->
            proxy.next(
                frame -> frame.isReplyTo(OpCode.DELETE),
                (second, same) -> {
                  same.send(second.withError(ErrorCode.NO_NODE));
                  same.send(first);
                }));

    AsyncResult<?> first = book.create(zk);
    AsyncResult<?> second = zk.async().delete("/none");

    assertEquals(Fate.UNKNOWN, assertThrows(ConnectionLossException.class, first::get).fate());
    assertEquals(Fate.UNKNOWN, assertThrows(ConnectionLossException.class, second::get).fate());
    assertGoesOnAfterAReconnect();
    book.verify(witness);
  }

  @Test
  void garbledBodyCostsOneCall() throws Exception {
    zk.create("/a", bytes("some data"));
    int[] answers = {
      OpCode.GET_DATA, OpCode.EXISTS, OpCode.GET_CHILDREN2, OpCode.GET_ACL, OpCode.SET_DATA
    };
    for (int opCode : answers) {
      for (int bytes : new int[] {16, 19}) {
        proxy.next(
            frame -> frame.isReplyTo(opCode), (frame, wire) -> wire.send(frame.truncated(bytes)));

        AsyncResult<?> result =
            switch (opCode) {
              case OpCode.GET_DATA -> zk.async().get("/a");
              case OpCode.EXISTS -> zk.async().exists("/a");
              case OpCode.GET_CHILDREN2 -> zk.async().children("/a");
              case OpCode.GET_ACL -> zk.async().acl("/a");
              default -> zk.async().set("/a", bytes("other data"));
            };

        ProtocolException garbled =
            assertThrows(ProtocolException.class, result::get, () -> OpCode.name(opCode));
        assertEquals("/a", garbled.path());
      }
    }
    // A length that leads far beyond the end.
    proxy.next(
        frame -> frame.isReplyTo(OpCode.GET_DATA),
        (frame, wire) ->
            wire.send(frame.withBody(ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).array())));
    assertThrows(ProtocolException.class, () -> zk.get("/a"));
    assertGoesOnWithoutAReconnect();
  }

  @Test
  void headerThatEndsEarlyCostsTheConnection() throws Exception {
    zk.create("/a", bytes("x"));
    for (int bytes : new int[] {0, 3, 4, 15}) {
      int connections = proxy.accepted();
      proxy.next(
          frame -> frame.isReplyTo(OpCode.CREATE),
          (frame, wire) -> wire.send(frame.truncated(bytes)));

      AsyncResult<?> write = book.create(zk);
      AsyncResult<?> read = zk.async().get("/a");

      assertEquals(Fate.UNKNOWN, assertThrows(ConnectionLossException.class, write::get).fate());
      read.get();
      assertEquals(connections + 1, proxy.accepted());
    }
    assertServesIn(before, zk);
    book.verify(witness);
  }

  @Test
  void lengthThatNoFrameHasCostsTheConnection() throws Exception {
    for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      int connections = proxy.accepted();
      proxy.next(
          frame -> frame.isReplyTo(OpCode.CREATE),
          (frame, wire) ->
              wire.sendBytes(Direction.TO_CLIENT, ByteBuffer.allocate(4).putInt(length).array()));

      AsyncResult<?> write = book.create(zk);

      assertTrue(write.await(LIMIT));
      assertInstanceOf(ZkException.class, write.exception());
      assertServesIn(before, zk);
      assertEquals(connections + 1, proxy.accepted());
    }
    book.verify(witness);
  }

  @Test
  void answerForAnotherSessionIsNotBelieved() throws Exception {
    proxy.next(
        frame -> frame.isHandshake() && frame.direction() == Direction.TO_CLIENT,
        (frame, wire) -> {
          byte[] payload = frame.payload();
          ByteBuffer.wrap(payload).putLong(8, 4711);
          wire.sendBytes(
              Direction.TO_CLIENT,
              ByteBuffer.allocate(4 + payload.length).putInt(payload.length).put(payload).array());
        });

    proxy.cut();

    assertServesIn(before, zk);
    assertEquals(3, proxy.accepted(), "connections");
  }

  @Test
  void serverThatSaysTheSessionIsOverIsBelieved() throws Exception {
    Told<StateChange> changes = Told.by(zk);
    proxy.next(
        frame -> frame.isHandshake() && frame.direction() == Direction.TO_CLIENT,
        (frame, wire) -> {
          byte[] over = new byte[frame.payload().length];
          ByteBuffer.wrap(over).putInt(16, 16); // all else is 0, as servers have it
          wire.sendBytes(
              Direction.TO_CLIENT,
              ByteBuffer.allocate(4 + over.length).putInt(over.length).put(over).array());
        });

    proxy.cut();

    assertEquals(KeeperState.EXPIRED, Told.await(changes, ConnectionState.LOST).detail());
    Told.await(changes, ConnectionState.CONNECTED);
    assertNotSame(before, zk.session());
    assertTrue(zk.exists("/").isPresent());
  }

  @Test
  void replyThatComesAfterItsDeadlineIsDropped() throws Exception {
    zk.create("/a", bytes("a"));
    CountDownLatch late = new CountDownLatch(1);
    proxy.next(
        frame -> frame.isReplyTo(OpCode.CREATE),
        (frame, wire) -> {
          late.await();
          wire.send(frame);
        });

    AsyncResult<?> write = book.create(zk.within(Duration.ofMillis(200)));
    AsyncResult<?> read = zk.within(Duration.ofMillis(200)).async().get("/none");
    AsyncResult<?> patient = zk.async().get("/a");

    assertEquals(Fate.UNKNOWN, assertThrows(DeadlineExceededException.class, write::get).fate());
    assertThrows(DeadlineExceededException.class, read::get);
    late.countDown();
    patient.get();
    assertEquals("a", text(zk.get("/a")));
    assertEquals(List.of(), zk.children("/a"));
    assertGoesOnWithoutAReconnect();
    book.verify(witness);
  }

  @Test
  void requestThatNobodyAnswersIsGivenUpAndOthersAreNot() throws Exception {
    proxy.next(frame -> frame.isRequest(OpCode.CREATE), (frame, wire) -> {});

    AsyncResult<?> lost = book.create(zk.within(Duration.ofMillis(200)));

    assertEquals(Fate.UNKNOWN, assertThrows(DeadlineExceededException.class, lost::get).fate());
    // The next reply skips one: whose it is cannot be known any more.
    assertServesIn(before, zk);
    book.verify(witness);
  }
}
