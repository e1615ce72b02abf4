package dev.mirliton.zk.it.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.recipes.lock.Held;
import dev.mirliton.zk.recipes.lock.ZkLock;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.ServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A lock whose holder and waiter lose their servers. */
@OnEveryHandler
class LockOnEnsembleTest extends EnsembleSuite {
  private static final String LOCK = "/lock";
  private static final Duration SHORT = Duration.ofSeconds(2);

  @Test
  void holderKeepsItAndWaiterGetsItNext() throws Exception {
    ServerProcess first = ensemble.followers().get(0);
    ServerProcess second = ensemble.followers().get(1);
    ZkClient holder = connectTo(first);
    ZkClient waiter = connectTo(second);
    StateLog holderLog = StateLog.of(holder);
    StateLog waiterLog = StateLog.of(waiter);
    Held held = ZkLock.at(holder, LOCK).acquire();
    AsyncResult<Held> next = ZkLock.at(waiter, LOCK).async().acquire();
    Await.until("both in line", LIMIT, () -> contenders(holder).size() == 2);

    first.kill();
    holderLog.await(ConnectionState.CONNECTED);
    first.start();
    second.kill();
    waiterLog.await(ConnectionState.CONNECTED);

    assertTrue(held.isValid());
    assertEquals(2, contenders(holder).size());
    held.close();
    try (Held after = next.get()) {
      assertTrue(after.isValid());
      assertTrue(after.fencingToken() > held.fencingToken());
      assertEquals(1, contenders(waiter).size());
    }
    Await.until("nobody in line", LIMIT, () -> contenders(waiter).isEmpty());
  }

  @Test
  void holderWhoseSessionIsOverLosesItToTheWaiter() throws Exception {
    ServerProcess server = ensemble.followers().get(0);
    ZkClient holder =
        connectTo(server, options(ensemble.proxiedConnectString()).sessionTimeout(SHORT));
    ZkClient waiter = connect(options(ensemble.connectString()));
    Held held = ZkLock.at(holder, LOCK).acquire();
    CountDownLatch lost = new CountDownLatch(1);
    held.onLost(lost::countDown);
    AsyncResult<Held> next = ZkLock.at(waiter, LOCK).async().acquire();

    // From now on the holder reaches nobody, and is silent to the one it was connected to.
    ensemble.servers().forEach(each -> ensemble.proxy(each).blackhole());

    try (Held after = next.get()) {
      assertTrue(after.isValid());
      assertFalse(held.isValid(), "the former holder knows that it may be lost");
    }
    assertTrue(lost.await(LIMIT.toSeconds(), TimeUnit.SECONDS), "the former holder is told");
    held.close();
  }

  private static List<String> contenders(ZkClient zk) throws InterruptedException {
    zk.sync(LOCK);
    return zk.children(LOCK);
  }
}
