package dev.mirliton.zk.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Endpoint;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.testing.FullBacklog;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What {@link Handler#close} promises. That no thread is left is asked after every test.
 *
 * @since 0.1
 */
public interface HandlerCloseContract extends HandlerSubject {

  @Test
  default void closingAnUnusedHandlerReturns() {
    Handler handler = start();

    handler.close();
    handler.close();

    assertEquals(provider().name(), handler.name());
  }

  @Test
  default void closingTwiceAndAtOnceReturnsEachTime() throws Exception {
    for (int round = 0; round < 20; round++) {
      Handler handler = start();
      handler.schedule(Duration.ofHours(1), () -> {});
      handler.callbackQueue("events").execute(() -> {});

      Concurrently.run(4, thread -> handler.close());

      handler.close();
    }
  }

  @Test
  default void afterwardsNothingCanBeStarted() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      Handler handler = rig.handler();
      CallbackQueue queue = handler.callbackQueue("events");
      ListenerLog log = new ListenerLog();
      handler.close();

      Class<IllegalStateException> refusal = IllegalStateException.class;
      assertThrows(refusal, () -> handler.schedule(Duration.ZERO, () -> {}));
      assertThrows(refusal, () -> handler.callbackQueue("events"));
      assertThrows(refusal, () -> handler.resolve("localhost"));
      assertThrows(refusal, () -> handler.spawn("task", () -> {}));
      assertThrows(refusal, () -> handler.connect(rig.endpoint(), Duration.ofSeconds(1), log));
      AtomicBoolean ran = new AtomicBoolean();
      queue.execute(() -> ran.set(true));
      queue.wake();
      assertEquals(false, ran.get() || log.wasOpened());
    }
  }

  @Test
  default void linksAreClosedAndToldAndTheirPeersSeeTheEnd() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog[] logs = new ListenerLog[5];
      Socket[] peers = new Socket[logs.length];
      for (int i = 0; i < logs.length; i++) {
        logs[i] = new ListenerLog();
        peers[i] = rig.open(logs[i]);
      }

      rig.handler().close();

      for (int i = 0; i < logs.length; i++) {
        logs[i].verify(); // told before close returned
        assertNull(logs[i].awaitClosed());
        assertEquals(-1, peers[i].getInputStream().read());
      }
    }
  }

  @Test
  default void aConnectThatIsNotAnsweredIsGivenUp() throws Exception {
    try (LinkRig rig = new LinkRig(this);
        FullBacklog full = FullBacklog.open()) {
      ListenerLog log = new ListenerLog();
      rig.track(log);
      rig.handler().connect(Endpoint.plain(full.address()), Duration.ofHours(1), log);

      rig.handler().close();

      assertNull(log.awaitClosed());
    }
  }

  @Test
  default void callbacksThatWereQueuedRunFirst() throws Exception {
    Handler handler = start();
    CallbackQueue queue = handler.callbackQueue("events");
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger ran = new AtomicInteger();
    queue.execute(() -> Concurrently.awaitQuietly(release));
    for (int i = 0; i < 5000; i++) {
      queue.execute(ran::incrementAndGet);
    }
    CallbackQueue unwoken = handler.callbackQueue("state");
    unwoken.add(ran::incrementAndGet);

    FutureTask<Void> closing = Concurrently.begin(handler::close);
    release.countDown();
    Concurrently.end(closing);

    assertEquals(5001, ran.get());
  }

  @Test
  default void callbacksThatTheEndOfALinkQueuesRunToo() throws Exception {
    AtomicInteger ran = new AtomicInteger();

    try (LinkRig rig = new LinkRig(this)) {
      CallbackQueue queue = rig.handler().callbackQueue("events");
      for (int i = 0; i < 10; i++) {
        rig.open(new ListenerLog().whenClosed(() -> queue.execute(ran::incrementAndGet)));
      }

      rig.handler().close();

      assertEquals(10, ran.get());
    }
  }

  @Test
  default void tasksAreInterruptedAndAwaited() throws Exception {
    Handler handler = start();
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    AsyncResult<Void> task =
        handler.spawn(
            "sleeper",
            () -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException expected) {
                interrupted.set(true);
              }
            });
    Concurrently.await(begun);

    handler.close();

    assertTrue(interrupted.get());
    assertTrue(task.await(Concurrently.limit()));
  }

  @Test
  default void anInterruptedCallerStillWaitsAndKeepsItsFlag() throws Exception {
    AtomicBoolean ran = new AtomicBoolean();
    Handler handler = start();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    handler
        .callbackQueue("events")
        .execute(
            () -> {
              begun.countDown();
              Concurrently.awaitQuietly(release);
              ran.set(true);
            });
    Concurrently.await(begun);
    FutureTask<Void> closing =
        Concurrently.begin(
            () -> {
              Thread.currentThread().interrupt();
              handler.close();
              assertTrue(ran.get(), "returned before the callback had ended");
              assertTrue(Thread.interrupted(), "the flag was cleared");
            });

    release.countDown();

    Concurrently.end(closing);
  }

  @Test
  default void aCallbackMayClose() throws Exception {
    for (int round = 0; round < 20; round++) {
      Handler handler = start();
      CountDownLatch closed = new CountDownLatch(2);
      CountDownLatch inside = new CountDownLatch(2);
      CountDownLatch go = new CountDownLatch(1);
      // Two at once: neither may wait for the other for ever.
      for (CallbackQueue queue :
          List.of(handler.callbackQueue("events"), handler.callbackQueue("state"))) {
        queue.execute(
            () -> {
              inside.countDown();
              Concurrently.awaitQuietly(go);
              handler.close();
              closed.countDown();
            });
      }
      Concurrently.await(inside);
      go.countDown();
      handler.close();

      Concurrently.await(closed);
    }
  }

  @Test
  default void aTimerMayClose() throws Exception {
    Handler handler = start();
    CountDownLatch closed = new CountDownLatch(1);
    handler.schedule(
        Duration.ZERO,
        () -> {
          handler.close();
          closed.countDown();
        });

    Concurrently.await(closed);

    handler.close();
  }

  @Test
  default void aTaskMayClose() throws Exception {
    Handler handler = start();
    CountDownLatch closed = new CountDownLatch(1);
    handler.spawn(
        "closer",
        () -> {
          handler.close();
          closed.countDown();
        });

    Concurrently.await(closed);

    handler.close();
  }

  @Test
  default void aListenerMayClose() throws Exception {
    for (String call : new String[] {"onOpen", "onRead", "onWritable", "onClosed"}) {
      try (LinkRig rig = new LinkRig(this)) {
        CountDownLatch closed = new CountDownLatch(1);
        Runnable close =
            () -> {
              rig.handler().close();
              closed.countDown();
            };
        ListenerLog log = new ListenerLog();
        switch (call) {
          case "onOpen" -> log.whenOpen(link -> close.run());
          case "onRead" -> log.whenRead(bytes -> close.run());
          case "onWritable" -> log.whenWritable(link -> close.run());
          default -> log.whenClosed(close);
        }
        rig.open(new ListenerLog()); // another that must end too
        Socket peer = rig.open(log);
        if (call.equals("onWritable")) {
          log.link().requestWrite();
        } else if (!call.equals("onOpen")) {
          peer.getOutputStream().write(1);
          peer.shutdownOutput();
        }

        Concurrently.await(closed);

        log.awaitClosed();
      }
    }
  }

  @Test
  default void closingInTheMiddleOfEverythingEndsEverything() throws Exception {
    for (int round = 0; round < 10; round++) {
      AtomicInteger work = new AtomicInteger();

      try (LinkRig rig = new LinkRig(this)) {
        rig.echo();
        FutureTask<Void> storm =
            Concurrently.begin(() -> Concurrently.run(3, thread -> Squall.blow(rig, work)));
        Concurrently.until("the storm blows", () -> work.get() > 300);

        rig.handler().close();

        Concurrently.end(storm);
      }
    }
  }

  /** One of everything that a handler can be asked for. */
  record Squall(Link link, Link conversation, AsyncResult<Void> task) {
    /** No more at a time: each takes memory, and a slow machine must not run out of it. */
    private static final int AT_A_TIME = 20;

    /** Begins one after the other, until the handler is closed; each task must end. */
    private static void blow(LinkRig rig, AtomicInteger work) throws InterruptedException {
      Queue<Squall> begun = new ArrayDeque<>();
      try {
        CallbackQueue queue = rig.handler().callbackQueue("events");
        while (true) {
          begun.add(begin(rig, queue, work));
          if (begun.size() > AT_A_TIME) {
            begun.remove().end();
          }
        }
      } catch (IllegalStateException closed) {
        // That is how the storm ends.
      }
      for (Squall last : begun) {
        last.end();
      }
    }

    private static Squall begin(LinkRig rig, CallbackQueue queue, AtomicInteger work) {
      Handler handler = rig.handler();
      ListenerLog log = new ListenerLog();
      Link link = handler.connect(rig.endpoint(), Concurrently.limit(), log);
      rig.track(log); // only once it will hear something
      link.requestWrite();
      Conversation conversation = new Conversation(queue);
      Link second = handler.connect(rig.endpoint(), Concurrently.limit(), conversation);
      conversation.ask(1).link(same -> work.incrementAndGet());
      handler.schedule(Duration.ofMillis(1), work::incrementAndGet);
      queue.execute(work::incrementAndGet);
      return new Squall(link, second, handler.spawn("task", work::incrementAndGet));
    }

    private void end() throws InterruptedException {
      assertTrue(task.await(Concurrently.limit()), "a task that never ends");
      link.close();
      conversation.close();
    }
  }
}
