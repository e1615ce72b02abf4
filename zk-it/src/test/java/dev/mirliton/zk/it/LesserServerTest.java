package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ConnectionLossException;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.Op;
import dev.mirliton.zk.PacketLimitException;
import dev.mirliton.zk.ReadOp;
import dev.mirliton.zk.ReconnectPolicy;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.ThrottledException;
import dev.mirliton.zk.UnsupportedException;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.testing.Break;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.FrameRule;
import dev.mirliton.zk.testing.WireFrame;
import dev.mirliton.zk.testing.WireProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Servers that are older than this client, smaller than it, or busy. */
@EveryHandler
@Tag("any-server")
@SuppressWarnings("NullAway.Init") // JUnit sets them
class LesserServerTest extends ClientSuite {
  private static final int LIMIT_BYTES = 10_000;

  private final AtomicInteger asked = new AtomicInteger();
  private final List<ZkClient> made = new ArrayList<>();
  private WireProxy proxy;

  @BeforeEach
  void openProxy() {
    proxy = WireProxy.to(server);
  }

  @AfterEach
  void closeProxy() {
    made.forEach(ZkClient::close); // while there is a way to the server
    proxy.close();
  }

  private ZkClient connectThroughProxy() throws InterruptedException {
    ZkClient client = connect(through());
    made.add(client);
    return client;
  }

  private ZkOptions.Builder through() {
    return clients
        .options(proxy)
        .handler(handler)
        .reconnect(new ReconnectPolicy.Backoff(Duration.ofMillis(5), Duration.ofMillis(100), 0.5));
  }

  private static WireFrame refusal(WireFrame request) {
    return WireFrame.reply(request.xid(), -1, ErrorCode.UNIMPLEMENTED, new byte[0]);
  }

  /** Refuses at the door, as servers do what they do not know: and closes. */
  private final FrameRule door =
      (request, wire) -> {
        asked.incrementAndGet();
        wire.send(refusal(request));
        wire.breakOff(Break.CLOSE, Direction.TO_CLIENT);
      };

  private static Predicate<WireFrame> isRequest(int opCode) {
    return frame -> frame.isRequest(opCode);
  }

  @Test
  void aServerIsAskedOnceForWhatItLacks() throws Exception {
    proxy.every(isRequest(OpCode.ADD_WATCH), door);
    ZkClient zk = connectThroughProxy();
    Told<StateChange> changes = Told.by(zk);

    UnsupportedException first =
        assertThrows(UnsupportedException.class, () -> zk.watch("/a", WatchMode.PERSISTENT));
    Told.await(changes, ConnectionState.CONNECTED);
    UnsupportedException second =
        assertThrows(UnsupportedException.class, () -> zk.watch("/b", WatchMode.PERSISTENT));

    for (UnsupportedException refused : List.of(first, second)) {
      String message = String.valueOf(refused.getMessage());
      assertEquals("watch", refused.operation());
      assertTrue(message.contains(proxy.connectString()), message);
    }
    assertEquals("/b", second.path());
    assertEquals(1, asked.get());
    assertEquals(List.of(), changes.rest());
  }

  @Test
  void whoAsksMeanwhileIsToldToo() throws Exception {
    proxy.every(isRequest(OpCode.ADD_WATCH), door);
    ZkClient zk = connectThroughProxy();
    List<AsyncResult<Watch>> watches = new ArrayList<>();

    for (int i = 0; i < 20; i++) {
      watches.add(zk.async().watch("/a" + i, WatchMode.PERSISTENT_RECURSIVE));
    }

    for (AsyncResult<Watch> watch : watches) {
      assertTrue(watch.await(LIMIT));
      assertInstanceOf(UnsupportedException.class, watch.exception());
    }
    assertTrue(asked.get() <= 2, asked + " times");
    assertTrue(zk.exists("/").isPresent());
  }

  @Test
  void whatIsSwitchedOffCostsNoConnection() throws Exception {
    proxy.every(
        isRequest(OpCode.CREATE_TTL),
        (request, wire) -> {
          asked.incrementAndGet();
          wire.send(WireFrame.reply(request.xid(), 77, ErrorCode.UNIMPLEMENTED, new byte[0]));
        });
    ZkClient zk = connectThroughProxy();
    Told<StateChange> changes = Told.by(zk);
    CreateOptions brief = CreateOptions.ttl(Duration.ofHours(1));

    for (int i = 0; i < 3; i++) {
      assertThrows(UnsupportedException.class, () -> zk.create("/t", NOTHING, brief));
    }

    assertEquals(3, asked.get());
    proxy.heal();
    assertEquals("/t", zk.create("/t", NOTHING, brief));
    assertEquals(List.of(), changes.rest());
  }

  @Test
  void aServerThatCannotGoOnWithLastingWatchesEndsThem() throws Exception {
    ZkClient zk = connectThroughProxy();
    zk.create("/a", NOTHING);
    Watch lasting = zk.watch("/a", WatchMode.PERSISTENT);
    Watch once = zk.getAndWatch("/a").watch();
    Told<WatchEvent> told = new Told<>();
    zk.watch("/", WatchMode.PERSISTENT_RECURSIVE, told::add);
    proxy.every(isRequest(OpCode.SET_WATCHES2), door);

    proxy.cut();

    WatchEvent end = new WatchEvent.Gap("/a", WatchEvent.Gap.Reason.UNSUPPORTED);
    assertEquals(end, lasting.next());
    assertFalse(lasting.isActive());
    assertEquals(new WatchEvent.Gap("/", WatchEvent.Gap.Reason.UNSUPPORTED), told.next());
    zk.set("/a", bytes("x"));
    assertEquals(new WatchEvent.DataChanged("/a"), once.next());
    assertEquals(List.of(), told.rest());
    assertEquals(1, asked.get());
    lasting.close();
  }

  /** One that does not answer what it does not know, and does not close either. */
  @Test
  void aServerBefore34IsAskedNothingThatItWouldNotAnswer() throws Exception {
    proxy.every(
        frame -> frame.isHandshake() && frame.direction() == Direction.TO_CLIENT,
        (frame, wire) -> wire.send(frame.truncated(36)));
    ZkClient zk = connectThroughProxy();
    Told<StateChange> changes = Told.by(zk);
    zk.create("/a", NOTHING);

    assertThrows(UnsupportedException.class, () -> zk.transact(Op.delete("/a", Version.ANY)));
    assertThrows(UnsupportedException.class, () -> zk.watch("/a", WatchMode.PERSISTENT));
    assertThrows(
        UnsupportedException.class,
        () -> zk.createWithStat("/b", NOTHING, CreateOptions.PERSISTENT));

    zk.childrenAndWatch("/a").watch().close();
    assertEquals(List.of("a"), zk.children("/"));
    assertEquals(List.of(), changes.rest());
  }

  @Test
  void aThrottledRequestDidNotHappenAndIsRetried() throws Exception {
    ZkClient zk = connectThroughProxy();
    zk.create("/a", NOTHING);
    FrameRule throttle =
        (request, wire) -> {
          asked.incrementAndGet();
          wire.send(WireFrame.reply(request.xid(), -1, ErrorCode.THROTTLED_OP, new byte[0]));
        };
    proxy.next(isRequest(OpCode.SET_DATA), throttle);

    ThrottledException busy =
        assertThrows(ThrottledException.class, () -> zk.set("/a", bytes("x")));
    proxy.next(isRequest(OpCode.SET_DATA), throttle);
    proxy.next(isRequest(OpCode.SET_DATA), throttle);
    int version = zk.retry(client -> client.set("/a", bytes("x"))).version();

    assertEquals(Fate.NOT_SENT, busy.fate());
    assertEquals(3, asked.get());
    assertEquals(1, version);
  }

  @Test
  void noMoreThanTheLimitIsOnTheConnection() throws Exception {
    AtomicInteger inFlight = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    proxy.every(
        isRequest(OpCode.SET_DATA),
        (request, wire) -> {
          most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
          wire.send(request);
        });
    proxy.every(
        frame -> frame.isReplyTo(OpCode.SET_DATA),
        (reply, wire) -> {
          inFlight.decrementAndGet();
          wire.send(reply);
        });
    ZkClient zk = connect(through().maxInFlight(3));
    made.add(zk);
    zk.create("/a", NOTHING);
    List<AsyncResult<Stat>> sets = new ArrayList<>();

    for (int i = 0; i < 100; i++) {
      sets.add(zk.async().set("/a", NOTHING));
    }

    for (int i = 0; i < 100; i++) {
      assertEquals(i + 1, sets.get(i).get().version());
    }
    assertTrue(most.get() <= 3, most + " at once");
  }

  /** Closes on what is longer than its limit, as servers do: without a word. */
  private void limit(int opCode) {
    proxy.every(
        frame -> frame.isRequest(opCode) && frame.payload().length > LIMIT_BYTES,
        (request, wire) -> {
          asked.incrementAndGet();
          wire.breakOff(Break.CLOSE, Direction.TO_CLIENT);
        });
  }

  @Test
  void aReadThatIsTooLongForTheServerEnds() throws Exception {
    limit(OpCode.MULTI_READ);
    ZkClient zk = connectThroughProxy();
    zk.create("/a", bytes("x"));
    ReadOp read = ReadOp.get("/" + "long".repeat(100));

    PacketLimitException refused =
        assertThrows(PacketLimitException.class, () -> zk.readAll(Collections.nCopies(100, read)));

    String message = String.valueOf(refused.getMessage());
    assertEquals("readAll", refused.operation());
    assertTrue(message.contains("jute.maxbuffer"), message);
    assertTrue(message.matches(".* of \\d\\d,\\d\\d\\d bytes.*"), message);
    assertEquals(3, asked.get());
    assertEquals("x", text(zk.get("/a")));
  }

  @Test
  void othersAreAnsweredBesideAReadThatIsTooLongForTheServer() throws Exception {
    limit(OpCode.MULTI_READ);
    ZkClient zk = connectThroughProxy();
    zk.create("/a", bytes("x"));
    ReadOp read = ReadOp.get("/" + "long".repeat(100));
    List<AsyncResult<?>> others = new ArrayList<>();

    AsyncResult<?> tooLong = zk.async().readAll(Collections.nCopies(100, read));
    for (int i = 0; i < 50; i++) {
      others.add(zk.async().get("/a"));
    }

    for (AsyncResult<?> other : others) {
      other.get();
    }
    assertTrue(tooLong.await(LIMIT));
    assertInstanceOf(PacketLimitException.class, tooLong.exception());
  }

  @Test
  void aWriteThatIsTooLongForTheServerIsMadeOnceAndItsFateIsUnknown() throws Exception {
    limit(OpCode.SET_DATA);
    ZkClient zk = connectThroughProxy();
    zk.create("/a", bytes("x"));

    ConnectionLossException lost =
        assertThrows(ConnectionLossException.class, () -> zk.set("/a", new byte[20_000]));

    assertEquals(Fate.UNKNOWN, lost.fate());
    assertEquals("x", text(zk.get("/a")));
    assertEquals(1, asked.get());
  }

  @Test
  void watchesThatAreTooManyForOneRequestOfTheServerAreSetInSmallerOnes() throws Exception {
    limit(OpCode.SET_WATCHES);
    ZkClient zk = connectThroughProxy();
    List<Watch> watches = new ArrayList<>();
    String name = "/" + "n".repeat(200);
    for (int i = 0; i < 200; i++) {
      watches.add(zk.existsAndWatch(name + i).watch());
    }

    proxy.cut();

    zk.exists("/"); // is answered behind the watches
    for (int i = 0; i < 200; i++) {
      zk.create(name + i, NOTHING);
      assertEquals(new WatchEvent.Created(name + i), watches.get(i).next());
    }
    assertTrue(asked.get() > 0);
  }
}
