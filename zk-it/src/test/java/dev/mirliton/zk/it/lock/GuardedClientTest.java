package dev.mirliton.zk.it.lock;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.BadVersionException;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.NodeExistsException;
import dev.mirliton.zk.Op;
import dev.mirliton.zk.OpResult;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.TransactionException;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.recipes.lock.GuardedClient;
import dev.mirliton.zk.recipes.lock.Held;
import dev.mirliton.zk.recipes.lock.LockLostException;
import dev.mirliton.zk.recipes.lock.ZkLock;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.SinceServer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Writes under a lock. */
@LocksOnEveryHandler
@SinceServer("3.4")
class GuardedClientTest extends LockSuite {

  @Test
  void writesHappenWhileTheLockIsHeld() throws Exception {
    try (Held held = newLock().acquire()) {
      GuardedClient guarded = held.guarded();

      assertEquals("/a", guarded.create("/a", bytes("1")));
      assertEquals(
          "/b-0000000002",
          guarded.create("/b-", bytes("x"), CreateOptions.PERSISTENT.sequential()),
          "two children came before: the locks and /a");
      Stat stat = guarded.set("/a", bytes("2"));
      guarded.set("/a", bytes("3"), Version.of(stat));
      List<OpResult> results =
          guarded.transact(Op.check("/a", Version.ANY), Op.set("/a", bytes("4"), Version.ANY));

      assertInstanceOf(OpResult.Checked.class, results.get(0));
      assertInstanceOf(OpResult.Changed.class, results.get(1));
      assertEquals(2, results.size());
      assertArrayEquals(bytes("4"), observer.get("/a").data());
      guarded.delete("/a");
      assertTrue(observer.exists("/a").isEmpty());
    }
  }

  @Test
  void refusalsAreThoseOfTheWriteItself() throws Exception {
    try (Held held = newLock().acquire()) {
      GuardedClient guarded = held.guarded();
      guarded.create("/a", bytes("1"));

      assertThrows(NodeExistsException.class, () -> guarded.create("/a", bytes("2")));
      assertThrows(NoNodeException.class, () -> guarded.set("/b", bytes("2")));
      assertThrows(NoNodeException.class, () -> guarded.delete("/b"));
      assertThrows(BadVersionException.class, () -> guarded.set("/a", bytes("2"), new Version(7)));
      TransactionException refused =
          assertThrows(
              TransactionException.class,
              () ->
                  guarded.transact(
                      Op.set("/a", bytes("2"), Version.ANY), Op.delete("/b", Version.ANY)));
      assertEquals(1, refused.index());
      assertEquals("/b", refused.op().path());
      assertInstanceOf(NoNodeException.class, refused.reason());
      assertArrayEquals(bytes("1"), observer.get("/a").data());
      assertTrue(held.isValid());
    }
  }

  @Test
  void serverRefusesWritesOnceTheNodeIsGone() throws Exception {
    observer.create("/a", bytes("1"));
    ZkClient zk = connect();
    Held held = ZkLock.at(zk, PATH).acquire();
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    CountDownLatch lost = new CountDownLatch(1);
    held.onLost(lost::countDown);
    // While its callbacks are held up, this process cannot know that the znode was deleted.
    zk.recipes()
        .run(
            () -> {
              busy.countDown();
              try {
                await(free, "the end of the test");
              } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
              }
            });
    await(busy, "a callback that takes long");
    observer.delete(held.path());
    assertTrue(held.isValid(), "nobody told it");

    LockLostException refused =
        assertThrows(LockLostException.class, () -> held.guarded().set("/a", bytes("2")));

    assertInstanceOf(TransactionException.class, refused.getCause());
    assertEquals(Held.State.LOST, held.state());
    assertArrayEquals(bytes("1"), observer.get("/a").data());
    free.countDown();
    await(lost, "onLost");
  }

  @Test
  void closedLockGuardsNothing() throws Exception {
    Held held = newLock().acquire();
    GuardedClient guarded = held.guarded();
    held.close();

    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> guarded.create("/a", bytes("1")));

    assertSame(IllegalStateException.class, refused.getClass());
    assertTrue(observer.exists("/a").isEmpty());
  }

  @Test
  void writesThatDoNotWaitAreGuardedToo() throws Exception {
    Held held = newLock().acquire();
    var async = held.guarded().async();

    AsyncResult<String> created = async.create("/a", bytes("1"));
    AsyncResult<Stat> set = async.set("/a", bytes("2"), new Version(0));
    AsyncResult<String> again = async.create("/a", bytes("1"));
    AsyncResult<List<OpResult>> both =
        async.transact(Op.set("/a", bytes("3"), Version.ANY), Op.delete("/b", Version.ANY));

    assertEquals("/a", created.get(LIMIT));
    assertEquals(1, set.get(LIMIT).version());
    assertThrows(NodeExistsException.class, () -> again.get(LIMIT));
    assertEquals(1, assertThrows(TransactionException.class, () -> both.get(LIMIT)).index());
    async.delete("/a").get(LIMIT);
    observer.delete(held.path());
    AsyncResult<String> late = async.create("/a", bytes("1")); // whether it has heard of it or not
    assertThrows(LockLostException.class, () -> late.get(LIMIT));
    Await.until("the loss", LIMIT, () -> !held.isValid());
    AsyncResult<String> known = async.create("/a", bytes("1"));
    assertThrows(LockLostException.class, () -> known.get(LIMIT));
    assertTrue(observer.exists("/a").isEmpty());
  }
}
