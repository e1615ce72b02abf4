package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ClientClosedException;
import dev.mirliton.zk.ConnectionLossException;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.DeadlineExceededException;
import dev.mirliton.zk.Failure;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.QueueFullException;
import dev.mirliton.zk.RetryPolicy;
import dev.mirliton.zk.SessionExpiredException;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is tried again, when, and what is not. */
@EveryHandler
@Tag("any-server")
class RetryTest extends ClientSuite {
  private static final Duration BRIEF = Duration.ofMillis(200);
  private static final Duration AGES = Duration.ofHours(1);

  /** Leaves no time to speak of between tries. */
  private static final RetryPolicy EAGER =
      RetryPolicy.DEFAULT.pauses(Duration.ofMillis(1), Duration.ofMillis(20));

  /** Pauses for longer than any test lasts. */
  private static final RetryPolicy SLEEPY =
      RetryPolicy.DEFAULT.pauses(AGES, AGES).deadline(AGES.multipliedBy(2));

  private final AtomicInteger tries = new AtomicInteger();

  private static QueueFullException notSent() {
    return new QueueFullException(Failure.local("create", "/a"), 1);
  }

  private static ConnectionLossException lost() {
    return new ConnectionLossException(Failure.local("create", "/a"), Fate.UNKNOWN, null);
  }

  private static void disconnect(ZkClient zk, FaultProxy proxy) throws InterruptedException {
    Told<StateChange> changes = Told.by(zk);
    proxy.refuse();
    proxy.cut();
    Told.await(changes, ConnectionState.SUSPENDED);
  }

  // ---- what is tried again ---------------------------------------------------------------------

  @Test
  void writeThatWasNotSentIsTriedAgain() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy).maxQueuedRequests(1))) {
      disconnect(zk, proxy);
      AsyncResult<?> first = zk.async().get("/");

      String made =
          zk.retry(
              EAGER,
              client -> {
                if (tries.incrementAndGet() == 2) {
                  proxy.heal();
                }
                return client.create("/a", NOTHING);
              });

      assertEquals("/a", made);
      assertTrue(tries.get() >= 2, "tries: " + tries);
      first.get();
    }
  }

  @Test
  void writeThatMayHaveHappenedIsNotTriedAgain() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      proxy.cutAfter(Direction.TO_CLIENT, 1);

      ConnectionLossException lost =
          assertThrows(
              ConnectionLossException.class,
              () ->
                  zk.retry(
                      EAGER,
                      client -> {
                        tries.incrementAndGet();
                        return client.create("/a", NOTHING);
                      }));

      assertEquals(Fate.UNKNOWN, lost.fate());
      assertEquals(1, tries.get());
    }
  }

  @Test
  void idempotentWriteIsTriedAgain() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      zk.create("/a", NOTHING);
      proxy.cutAfter(Direction.TO_CLIENT, 1);

      zk.retry(
          EAGER.idempotent(),
          client -> {
            tries.incrementAndGet();
            return client.set("/a", bytes("x"));
          });

      assertEquals(2, tries.get());
      assertEquals("x", text(zk.get("/a")));
    }
  }

  @Test
  void readsBeforeTheFailureDoNotForbidAnotherTry() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", NOTHING);

    zk.retry(
        EAGER,
        client -> {
          client.get("/a");
          assertThrows(NoNodeException.class, () -> client.set("/none", NOTHING));
          if (tries.incrementAndGet() < 3) {
            throw notSent();
          }
          return client.create("/b", NOTHING);
        });

    assertEquals(3, tries.get());
    assertTrue(zk.exists("/b").isPresent());
  }

  @Test
  void writeBeforeTheFailureForbidsAnotherTry() throws Exception {
    ZkClient zk = connect();
    List<String> views =
        List.of("as it is", "below a root", "within a deadline", "with parents", "in a try");

    for (String view : views) {
      tries.set(0);
      assertThrows(
          QueueFullException.class,
          () ->
              zk.retry(
                  EAGER,
                  client -> {
                    tries.incrementAndGet();
                    switch (view) {
                      case "as it is" -> client.create("/a", NOTHING);
                      case "below a root" -> client.rooted("/a").create("/b", NOTHING);
                      case "within a deadline" -> client.within(LIMIT).delete("/a/b");
                      case "with parents" ->
                          client.create("/x/y", NOTHING, CreateOptions.PERSISTENT.withParents());
                      default -> client.retry(inner -> inner.create("/b", NOTHING));
                    }
                    throw notSent();
                  }),
          view);
      assertEquals(1, tries.get(), view);
    }
  }

  @Test
  void readThatGotNoAnswerIsTriedAgain() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      proxy.stall(Direction.TO_CLIENT);

      boolean there =
          zk.retry(
              EAGER,
              client -> {
                if (tries.incrementAndGet() == 2) {
                  proxy.heal();
                }
                Duration limit = tries.get() == 1 ? BRIEF : LIMIT;
                return client.within(limit).exists("/").isPresent();
              });

      assertTrue(there);
      assertEquals(2, tries.get());
    }
  }

  @Test
  void unknownFateOfAnotherClientsCallIsNotTriedAgain() throws Exception {
    ZkClient zk = connect();

    assertThrows(
        ConnectionLossException.class,
        () ->
            zk.retry(
                EAGER,
                client -> {
                  tries.incrementAndGet();
                  throw lost();
                }));

    assertEquals(1, tries.get());
  }

  @Test
  void badAnswerIsThrownAtOnce() throws Exception {
    ZkClient zk = connect();

    assertThrows(
        NoNodeException.class,
        () ->
            zk.retry(
                EAGER.idempotent().acrossSessions(),
                client -> {
                  tries.incrementAndGet();
                  return client.get("/none");
                }));

    assertEquals(1, tries.get());
  }

  @Test
  void expiryEndsItUnlessItGoesAcrossSessions() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy).sessionTimeout(Duration.ofSeconds(1)))) {
      disconnect(zk, proxy);
      assertThrows(
          SessionExpiredException.class, () -> zk.retry(client -> client.create("/a", NOTHING)));
      proxy.heal();
      zk.awaitConnected(LIMIT);
      disconnect(zk, proxy);

      zk.retry(
          EAGER.acrossSessions(),
          client -> {
            if (tries.incrementAndGet() == 2) {
              proxy.heal();
            }
            return client.create("/a", NOTHING);
          });

      assertEquals(2, tries.get());
      assertTrue(zk.exists("/a").isPresent());
    }
  }

  // ---- when it ends ----------------------------------------------------------------------------

  @Test
  void lastOfTheTriesThrowsWithThoseBeforeIt() throws Exception {
    ZkClient zk = connect();

    QueueFullException last =
        assertThrows(
            QueueFullException.class,
            () ->
                zk.retry(
                    EAGER.maxTries(3),
                    client -> {
                      tries.incrementAndGet();
                      throw notSent();
                    }));

    assertEquals(3, tries.get());
    assertEquals(2, last.getSuppressed().length);
    assertInstanceOf(QueueFullException.class, last.getSuppressed()[0]);
  }

  @Test
  void oneDeadlineCountsOverTriesAndPauses() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      disconnect(zk, proxy);
      World world = World.current();
      long start = world.nanoTime();

      DeadlineExceededException late =
          assertThrows(
              DeadlineExceededException.class,
              () ->
                  zk.retry(
                      EAGER.deadline(Duration.ofSeconds(2)),
                      client -> {
                        Duration limit = tries.incrementAndGet() < 4 ? BRIEF : AGES;
                        return client.within(limit).create("/a", NOTHING);
                      }));

      Duration taken = Duration.ofNanos(world.nanoTime() - start);
      assertTrue(taken.compareTo(Duration.ofMillis(1990)) >= 0, "gave up after " + taken);
      assertTrue(taken.compareTo(Duration.ofSeconds(9)) < 0, "took " + taken);
      assertEquals(4, tries.get());
      assertEquals(3, late.getSuppressed().length);
      assertEquals(Fate.NOT_SENT, late.fate());
    }
  }

  @Test
  void clientsDeadlineIsThatOfTheWholeIfThePolicyHasNone() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      disconnect(zk, proxy);

      assertThrows(
          DeadlineExceededException.class,
          () ->
              zk.within(BRIEF)
                  .retry(
                      client -> {
                        tries.incrementAndGet();
                        client.awaitConnected(AGES);
                        return client.get("/");
                      }));

      assertEquals(1, tries.get());
    }
  }

  @Test
  void pauseThatWouldOutlastTheDeadlineIsNotBegun() throws Exception {
    ZkClient zk = connect();

    assertThrows(
        QueueFullException.class,
        () ->
            zk.retry(
                SLEEPY.deadline(LIMIT),
                client -> {
                  tries.incrementAndGet();
                  throw notSent();
                }));

    assertEquals(1, tries.get());
  }

  @Test
  void interruptEndsThePause() throws Exception {
    ZkClient zk = connect();
    Told<Object> outcome = new Told<>();
    Told<String> tried = new Told<>();
    Thread waiter =
        World.current()
            .startThread(
                "waiter",
                () -> {
                  try {
                    zk.retry(
                        SLEEPY,
                        client -> {
                          tried.add("a try");
                          throw notSent();
                        });
                  } catch (Throwable thrown) {
                    outcome.add(thrown.getClass());
                  }
                });
    tried.next();

    waiter.interrupt();

    assertEquals(InterruptedException.class, outcome.next());
    assertEquals(List.of(), tried.rest());
    waiter.join();
  }

  @Test
  void closingTheClientEndsThePause() throws Exception {
    ZkClient zk = connect();
    Told<Object> outcome = new Told<>();
    Told<String> tried = new Told<>();
    Thread waiter =
        World.current()
            .startThread(
                "waiter",
                () -> {
                  try {
                    zk.retry(
                        SLEEPY,
                        client -> {
                          tried.add("a try");
                          if (tries.incrementAndGet() == 1) {
                            throw notSent();
                          }
                          return client.get("/");
                        });
                  } catch (Throwable thrown) {
                    outcome.add(thrown.getClass());
                  }
                });
    tried.next();

    zk.close();

    assertEquals(ClientClosedException.class, outcome.next());
    waiter.join();
  }

  @Test
  void viewOutlivesItsTry() throws Exception {
    ZkClient zk = connect();
    Told<String> later = new Told<>();
    ZkClient kept = zk.retry(EAGER.deadline(BRIEF), client -> client);

    zk.recipes().after(BRIEF.multipliedBy(2), () -> later.add("the deadline is past"));
    later.next();

    assertTrue(kept.exists("/").isPresent());
    kept.close();
    assertTrue(zk.exists("/").isPresent());
  }

  // ---- without waiting -------------------------------------------------------------------------

  @Test
  void asyncOperationIsTriedAgain() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy).maxQueuedRequests(1))) {
      disconnect(zk, proxy);
      AsyncResult<?> first = zk.async().get("/");

      AsyncResult<String> made =
          zk.async()
              .retry(
                  EAGER,
                  client -> {
                    if (tries.incrementAndGet() == 2) {
                      proxy.heal();
                    }
                    return client
                        .create("/a", NOTHING)
                        .thenCompose(path -> client.get(path).thenApply(node -> path));
                  });

      assertEquals("/a", made.get());
      assertTrue(tries.get() >= 2, "tries: " + tries);
      first.get();
    }
  }

  @Test
  void asyncWriteBeforeTheFailureForbidsAnotherTry() throws Exception {
    ZkClient zk = connect();

    AsyncResult<Object> result =
        zk.async()
            .retry(
                EAGER,
                client -> {
                  tries.incrementAndGet();
                  return client
                      .create("/a", NOTHING)
                      .thenCompose(path -> CompletableFuture.failedFuture(notSent()));
                });

    assertThrows(QueueFullException.class, result::get);
    assertEquals(1, tries.get());
  }

  @Test
  void lastAsyncFailureHasThoseBeforeIt() throws Exception {
    ZkClient zk = connect();

    AsyncResult<String> result =
        zk.async()
            .retry(
                EAGER.maxTries(3),
                client -> {
                  tries.incrementAndGet();
                  return CompletableFuture.failedFuture(notSent());
                });

    assertTrue(result.await(LIMIT));
    Throwable last = result.exception();
    assertNotNull(last);
    assertInstanceOf(QueueFullException.class, last);
    assertEquals(2, last.getSuppressed().length);
    assertEquals(3, tries.get());
  }

  @Test
  void whatAnAsyncOperationThrowsIsItsFailure() throws Exception {
    ZkClient zk = connect();

    AsyncResult<String> result = zk.async().retry(EAGER, client -> client.create("bad", NOTHING));

    assertThrows(IllegalArgumentException.class, result::get);
  }

  @Test
  void cancelledResultMakesNoFurtherTry() throws Exception {
    ZkClient zk = connect();
    Told<String> tried = new Told<>();
    Told<String> later = new Told<>();
    AsyncResult<String> result =
        zk.async()
            .retry(
                EAGER.pauses(BRIEF, BRIEF),
                client -> {
                  tried.add("a try");
                  return CompletableFuture.failedFuture(notSent());
                });
    tried.next();

    assertTrue(result.cancel());
    zk.recipes().after(BRIEF.multipliedBy(3), () -> later.add("three pauses later"));
    later.next();

    assertEquals(List.of(), tried.rest());
    assertThrows(CancellationException.class, result::get);
  }

  @Test
  void closingTheClientEndsAnAsyncPause() throws Exception {
    ZkClient zk = connect();
    Told<String> tried = new Told<>();
    AsyncResult<String> result =
        zk.async()
            .retry(
                SLEEPY,
                client -> {
                  tried.add("a try");
                  return tries.incrementAndGet() == 1
                      ? CompletableFuture.failedFuture(notSent())
                      : client.get("/").thenApply(node -> "an answer");
                });
    tried.next();
    assertFalse(result.await(BRIEF));

    zk.close();

    assertTrue(result.await(LIMIT));
    assertInstanceOf(ClientClosedException.class, result.exception());
  }
}
