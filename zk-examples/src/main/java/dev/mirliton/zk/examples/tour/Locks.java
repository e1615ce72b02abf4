package dev.mirliton.zk.examples.tour;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.recipes.lock.Held;
import dev.mirliton.zk.recipes.lock.LockLostException;
import dev.mirliton.zk.recipes.lock.ZkLock;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The scenes around a lock. */
final class Locks {
  private static final int CLIENTS = 4;
  private static final int ROUNDS = 3;
  private static final String LOCK = "/locks/ledger";
  private static final String LEDGER = "/ledger";

  private Locks() {}

  /** Several clients count in one znode: reading, adding one, writing, under the lock. */
  static void contended(Stage stage) throws Exception {
    Story story = stage.story();
    List<ZkClient> clients = new ArrayList<>();
    List<Long> tokens = new ArrayList<>(); // touched only by whoever holds the lock
    try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(stage.connect());
      }
      ZkClient first = clients.get(0);
      first.create(LEDGER, "0".getBytes(UTF_8));
      story.tell("lock", "%d clients contend for %s, %d times each", CLIENTS, LOCK, ROUNDS);
      List<Future<?>> done = new ArrayList<>();
      for (ZkClient client : clients) {
        String name = "client " + (clients.indexOf(client) + 1);
        done.add(tasks.submit(() -> count(story, name, client, tokens)));
      }
      for (Future<?> one : done) {
        one.get(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
      int counted = number(first.get(LEDGER));
      story.expect(
          counted == CLIENTS * ROUNDS, "no count should be lost, but the last is %d", counted);
      story.expect(
          tokens.stream().sorted().distinct().toList().equals(tokens),
          "fencing tokens should grow, unlike %s",
          tokens);
      story.tell("lock", "no count was lost, and every holder had a higher token than the last");
    } finally {
      clients.forEach(ZkClient::close);
    }
  }

  private static Void count(Story story, String name, ZkClient client, List<Long> tokens)
      throws InterruptedException {
    ZkLock lock = ZkLock.at(client, LOCK);
    for (int round = 0; round < ROUNDS; round++) {
      try (Held held = lock.acquire()) {
        int next = number(client.get(LEDGER)) + 1;
        held.guarded().set(LEDGER, Integer.toString(next).getBytes(UTF_8));
        tokens.add(held.fencingToken());
        story.tell("lock", "%s holds it, token %d, and counts %d", name, held.fencingToken(), next);
      }
    }
    return null;
  }

  /**
   * A holder is cut off until its session has expired: another takes over, the holder is told when
   * it comes back, and can no longer write.
   */
  static void lost(Stage stage) throws Exception {
    Story story = stage.story();
    try (FaultProxy network = FaultProxy.to(stage.server());
        ZkClient holder = stage.connect(network);
        ZkClient heir = stage.connect();
        StateLog states = new StateLog(holder, story, "expiry");
        var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      ZkSession over = holder.session();
      Held held = ZkLock.at(holder, LOCK).acquire();
      CountDownLatch told = new CountDownLatch(1);
      held.onLost(told::countDown);
      story.tell("expiry", "one client holds the lock, token %d", held.fencingToken());

      ZkLock lock = ZkLock.at(heir, LOCK);
      Future<Held> inherited = tasks.submit(() -> lock.acquire());
      Await.until("a second contender", Stage.PATIENCE, () -> lock.contenders().size() == 2);
      story.tell("expiry", "another waits for it; now the holder is cut off");
      network.refuse();
      network.cut();
      states.await(ConnectionState.SUSPENDED);
      story.tell("expiry", "the server expires its session");
      Sessions.expire(holder, stage.server());

      try (Held now = inherited.get(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        story.expect(now.fencingToken() > held.fencingToken(), "the heir's token should be higher");
        now.guarded().set(LEDGER, "the heir's".getBytes(UTF_8));
        story.tell("expiry", "the other client has it, token %d, and writes", now.fencingToken());
      }
      story.tell("expiry", "the network is back");
      network.heal();
      states.await(ConnectionState.LOST);
      story.expect(
          told.await(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS), "the holder should be told");
      story.expect(!held.isValid(), "the lock should not be called valid");
      story.tell("expiry", "the first client is told that its lock is lost");
      expectRefusal(story, held);
      held.close();
      states.await(ConnectionState.CONNECTED);
      story.expect(holder.session() != over, "the session should be a new one");
      story.expect(
          new String(holder.get(LEDGER).data(), UTF_8).equals("the heir's"),
          "the heir's writing should stand");
      story.tell("expiry", "it goes on in a new session, and reads what the heir wrote");
    }
  }

  private static void expectRefusal(Story story, Held lost) throws InterruptedException {
    try {
      lost.guarded().set(LEDGER, "too late".getBytes(UTF_8));
    } catch (LockLostException refused) {
      story.tell("expiry", "what it writes under the lock is refused: %s", refused.getMessage());
      return;
    }
    story.expect(false, "a write under a lost lock should be refused");
  }

  private static int number(Node node) {
    return Integer.parseInt(new String(node.data(), UTF_8));
  }
}
