package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.WireProxy;
import dev.mirliton.zk.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers give up, by cancelling or by being interrupted, at each step of a request. */
@SuppressWarnings("NullAway.Init") // JUnit sets them
@EveryHandler
class GiveUpTest extends FaultSuite {
  private ZkClient witness;
  private WireProxy proxy;
  private ZkClient zk;
  private ZkSession before;

  @BeforeEach
  void begin() throws Exception {
    witness = connect();
    proxy = WireProxy.to(server);
    zk = connect(options(proxy).reconnect(EAGER));
    before = session(zk);
  }

  @AfterEach
  void end() {
    proxy.heal();
    zk.close();
    proxy.close();
  }

  private void suspend() throws InterruptedException {
    Told<StateChange> changes = Told.by(zk);
    proxy.refuse();
    proxy.cut();
    Told.await(changes, ConnectionState.SUSPENDED);
  }

  @Test
  void cancelledInTheQueueItDoesNotHappen() throws Exception {
    suspend();
    AsyncResult<?> given = zk.async().create("/given-up", NOTHING);
    AsyncResult<?> kept = zk.async().create("/kept", NOTHING);

    assertTrue(given.cancel());
    assertFalse(given.cancel(), "a second time");
    proxy.heal();

    kept.get();
    assertThrows(CancellationException.class, given::get);
    assertEquals(List.of("kept"), witness.children("/"));
  }

  @Test
  void cancelledOnTheWireItsReplyIsDropped() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    proxy.next(
        frame -> frame.isReplyTo(OpCode.CREATE),
        (frame, wire) -> {
          arrived.countDown();
          release.await();
          wire.send(frame);
        });
    AsyncResult<?> given = book.create(zk);
    AsyncResult<?> kept = book.create(zk);
    arrived.await();

    assertTrue(given.cancel());
    release.countDown();

    kept.get();
    assertThrows(CancellationException.class, given::get);
    assertServesIn(before, zk);
    assertEquals(1, proxy.accepted(), "connections");
    book.verify(witness);
  }

  @Test
  void cancelledWhileTheReplyArrivesItIsToldOnce() throws Exception {
    int rounds = 300;
    AtomicInteger told = new AtomicInteger();
    List<AsyncResult<?>> all = new ArrayList<>();

    for (int i = 0; i < rounds; i++) {
      AsyncResult<?> raced = book.create(zk);
      raced.link(result -> told.incrementAndGet());
      all.add(raced);
      all.get(Math.max(0, i - i % 7)).cancel(); // whatever has become of it
    }
    for (AsyncResult<?> each : all) {
      assertTrue(each.await(LIMIT));
    }

    assertServesIn(before, zk);
    assertEquals(1, proxy.accepted(), "connections");
    Await.until("everybody to be told", LIMIT, () -> told.get() >= rounds);
    assertEquals(rounds, told.get());
    book.verify(witness);
  }

  @Test
  void cancelledInACallback() throws Exception {
    Told<Boolean> told = new Told<>();
    CountDownLatch release = new CountDownLatch(1);
    proxy.next(
        frame -> frame.isReplyTo(OpCode.CREATE),
        (frame, wire) -> {
          release.await();
          wire.send(frame);
        });
    zk.async()
        .exists("/")
        .link(
            result -> {
              told.add(book.create(zk).cancel());
              release.countDown();
            });

    assertTrue(told.next());
    assertServesIn(before, zk);
    book.verify(witness);
  }

  @Test
  void interruptedInTheQueueItDoesNotHappen() throws Exception {
    suspend();
    Told<Throwable> thrown = new Told<>();
    Thread waiter =
        World.current()
            .startThread(
                "waiter",
                () ->
                    thrown.add(
                        assertThrows(Throwable.class, () -> zk.create("/given-up", NOTHING))));

    waiter.interrupt();

    assertEquals(InterruptedException.class, thrown.next().getClass());
    World.current().join(waiter);
    AsyncResult<?> kept = zk.async().create("/kept", NOTHING);
    proxy.heal();
    kept.get();
    assertEquals(List.of("kept"), witness.children("/"));
  }

  @Test
  void interruptedWhileRepliesArriveNothingIsMixedUp() throws Exception {
    int rounds = 150;
    AtomicInteger done = new AtomicInteger();
    AtomicInteger given = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    Told<Throwable> failures = new Told<>();
    Thread writer =
        World.current()
            .startThread(
                "writer",
                () -> {
                  for (int i = 0; i < rounds; i++) {
                    try {
                      String path = zk.create("/n" + i, NOTHING);
                      if (!path.equals("/n" + i)) {
                        failures.add(new AssertionError("/n" + i + " got the answer " + path));
                      }
                      done.incrementAndGet();
                    } catch (InterruptedException givenUp) {
                      given.incrementAndGet();
                    } catch (ZkException failure) {
                      failures.add(failure);
                    }
                  }
                  over.set(true);
                });

    while (!over.get()) {
      World.current().pause(1_000_000);
      writer.interrupt();
    }
    World.current().join(writer);

    assertEquals(List.of(), failures.rest());
    assertEquals(rounds, done.get() + given.get());
    assertServesIn(before, zk);
    assertEquals(1, proxy.accepted(), "connections");
    zk.sync("/");
    assertTrue(witness.children("/").size() >= done.get());
  }

  @Test
  void interruptInACallbackStaysThere() throws Exception {
    Told<Thread> callback = new Told<>();
    Told<Object> told = new Told<>();
    CountDownLatch never = new CountDownLatch(1);
    zk.async()
        .exists("/")
        .link(
            result -> {
              callback.add(Thread.currentThread());
              try {
                never.await();
              } catch (InterruptedException stop) {
                told.add("interrupted");
              }
            });
    zk.async()
        .exists("/")
        .link(result -> told.add(Thread.currentThread().isInterrupted() ? "still" : "no more"));

    callback.next().interrupt();

    assertEquals("interrupted", told.next());
    assertEquals("no more", told.next());
    assertServesIn(before, zk);
  }
}
