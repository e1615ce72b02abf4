package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.ClientClosedException;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.Xid;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.spi.Handlers;
import dev.mirliton.zk.spi.Promise;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.FullBacklog;
import dev.mirliton.zk.testing.WireProxy;
import dev.mirliton.zk.testing.World;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A client is closed at each stage of its life; what it was doing ends, and is told. */
@EveryHandler
class CloseStageTest extends FaultSuite {
  private static final Duration DEADLINE = Duration.ofMillis(300);

  /** On a busy machine; without a deadline it would be the test's own limit. */
  private static final Duration IN_TIME = Duration.ofSeconds(15);

  private final List<AsyncResult<?>> pending = new ArrayList<>();
  private final AtomicInteger told = new AtomicInteger();

  /** Makes a request whose every telling is counted. */
  private void ask(AsyncResult<?> result) {
    pending.add(result);
    result.link(ready -> told.incrementAndGet());
  }

  /** Closes the client, and checks that everything asked for was told, once. */
  private void assertCloses(ZkClient zk) {
    World world = World.current();
    long start = world.nanoTime();

    zk.close();

    Duration took = Duration.ofNanos(world.nanoTime() - start);
    assertTrue(took.compareTo(IN_TIME) < 0, () -> "close took " + took);
    assertEquals(KeeperState.CLOSED, zk.detail());
    for (AsyncResult<?> each : pending) {
      assertTrue(each.isReady(), "everybody who waits is told when close returns");
    }
    assertEquals(pending.size(), told.get(), "listeners told");
  }

  private static void assertNotSent(AsyncResult<?> result) {
    ClientClosedException closed =
        assertInstanceOf(ClientClosedException.class, result.exception());
    assertEquals(Fate.NOT_SENT, closed.fate());
  }

  @Test
  void whileANameIsResolved() throws Exception {
    try (Handler real = Handlers.choose(handler).create(HandlerOptions.DEFAULT)) {
      CountDownLatch asked = new CountDownLatch(1);
      ZkClient zk =
          clients.start(
              ZkOptions.to("somewhere.invalid:2181")
                  .handler(neverResolving(real, asked))
                  .closeDeadline(DEADLINE)
                  .build());
      asked.await();
      AsyncResult<?> queued = zk.async().create("/a", NOTHING);
      ask(queued);

      zk.close();

      assertNotSent(queued);
    }
  }

  /** A name server that does not answer. */
  private static Handler neverResolving(Handler real, CountDownLatch asked) {
    return (Handler)
        Proxy.newProxyInstance(
            Handler.class.getClassLoader(),
            new Class<?>[] {Handler.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("resolve")) {
                asked.countDown();
                return new Promise<List<InetAddress>>(real.callbackQueue("names"));
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  @Test
  void whileNobodyAnswersTheKnock() throws Exception {
    try (FullBacklog nobody = FullBacklog.open()) {
      ZkClient zk =
          clients.start(
              ZkOptions.to("127.0.0.1:" + nobody.address().getPort())
                  .handler(handler)
                  .closeDeadline(DEADLINE)
                  .build());
      AsyncResult<?> queued = zk.async().create("/a", NOTHING);
      ask(queued);

      assertCloses(zk);

      assertNotSent(queued);
    }
  }

  @Test
  void inTheFirstHandshake() throws Exception {
    try (WireProxy proxy = WireProxy.to(server)) {
      CountDownLatch asked = new CountDownLatch(1);
      proxy.every(
          frame -> frame.isHandshake() && frame.direction() == Direction.TO_CLIENT,
          (frame, wire) -> asked.countDown());
      ZkClient zk = clients.start(options(proxy).closeDeadline(DEADLINE).build());
      AsyncResult<?> queued = zk.async().create("/a", NOTHING);
      ask(queued);
      asked.await();

      assertCloses(zk);

      assertNotSent(queued);
    }
  }

  @Test
  void inTheHandshakeOfAReconnect() throws Exception {
    ZkClient witness = connect();
    try (WireProxy proxy = WireProxy.to(server)) {
      ZkClient zk = connect(options(proxy).closeDeadline(DEADLINE));
      CountDownLatch asked = new CountDownLatch(1);
      proxy.every(
          frame -> frame.isHandshake() && frame.direction() == Direction.TO_CLIENT,
          (frame, wire) -> asked.countDown());
      proxy.cut();
      asked.await();
      ask(book.create(zk));

      assertCloses(zk);

      book.verify(witness);
    }
  }

  @Test
  void beforeItIsAuthenticated() throws Exception {
    try (WireProxy proxy = WireProxy.to(server)) {
      CountDownLatch asked = new CountDownLatch(1);
      proxy.every(
          frame -> frame.direction() == Direction.TO_CLIENT && frame.xid() == Xid.AUTH,
          (frame, wire) -> asked.countDown());
      ZkClient zk =
          clients.start(
              options(proxy)
                  .authenticate(Authentication.digest("alice", "secret"))
                  .closeDeadline(DEADLINE)
                  .build());
      AsyncResult<?> queued = zk.async().create("/a", NOTHING);
      ask(queued);
      asked.await();

      assertCloses(zk);

      assertNotSent(queued);
    }
  }

  @Test
  void whenTheQueueIsFull() throws Exception {
    ZkClient witness = connect();
    try (FaultProxy proxy = FaultProxy.to(server)) {
      ZkClient zk = connect(options(proxy).maxQueuedRequests(10).closeDeadline(DEADLINE));
      Told<StateChange> changes = Told.by(zk);
      proxy.refuse();
      proxy.cut();
      Told.await(changes, ConnectionState.SUSPENDED);
      for (int i = 0; i < 15; i++) {
        ask(book.create(zk));
      }

      assertCloses(zk);

      pending.subList(0, 10).forEach(CloseStageTest::assertNotSent);
      book.verify(witness);
    }
  }

  @Test
  void withMegabytesHalfWritten() throws Exception {
    ZkClient witness = connect();
    try (FaultProxy proxy = FaultProxy.to(server)) {
      ZkClient zk = connect(options(proxy).closeDeadline(DEADLINE));
      proxy.stall(Direction.TO_SERVER);
      for (int i = 0; i < 15; i++) {
        ask(book.create(zk, new byte[1_000_000], CreateOptions.PERSISTENT));
      }

      assertCloses(zk);
      proxy.cut(); // nothing of it may arrive any more

      book.verify(witness);
    }
  }

  @Test
  void whileWatchesAreSetAgain() throws Exception {
    ZkClient witness = connect();
    try (WireProxy proxy = WireProxy.to(server)) {
      ZkClient zk = connect(options(proxy).closeDeadline(DEADLINE));
      zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);
      var watch = zk.existsAndWatch("/none").watch();
      CountDownLatch asked = new CountDownLatch(1);
      proxy.every(frame -> frame.isReplyTo(OpCode.SET_WATCHES), (frame, wire) -> asked.countDown());
      proxy.cut();
      asked.await();
      ask(book.create(zk));

      assertCloses(zk);

      watch.next(); // a gap: the session is over
      book.verify(witness);
    }
  }

  @Test
  void withManyRequestsOnTheirWayEachIsToldOnce() throws Exception {
    ZkClient witness = connect();
    for (int round = 0; round < 5; round++) {
      pending.clear();
      told.set(0);
      ZkClient zk = connect();
      for (int i = 0; i < 100; i++) {
        ask(book.create(zk));
        ask(zk.async().exists("/"));
      }

      assertCloses(zk);

      book.verify(witness);
    }
  }

  @Test
  void inACompletionAndAWatchListenerAtOnce() throws Exception {
    ZkClient zk = connect();
    Told<String> closed = new Told<>();
    zk.existsAndWatch(
        "/go",
        event -> {
          zk.close();
          closed.add("by the watch");
        });
    zk.async()
        .create("/go", NOTHING)
        .link(
            result -> {
              zk.close();
              closed.add("by the completion");
            });

    Await.until("the client to close", LIMIT, () -> zk.detail() == KeeperState.CLOSED);
    zk.close();
    assertEquals(
        List.of("by the completion", "by the watch"),
        List.of(closed.next(), closed.next()).stream().sorted().toList());
  }
}
