package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.BadVersionException;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Many callers, one client. */
@EveryHandler
class CrowdTest extends ClientSuite {
  private static final int CALLERS = 10_000;

  private void run(int callers, ThrowingConsumer caller) throws InterruptedException {
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      int number = i;
      threads.add(
          virtualOrSimulated(
              () -> {
                try {
                  caller.accept(number);
                } catch (Throwable failure) {
                  failures.add(failure);
                }
              }));
    }
    for (Thread thread : threads) {
      assertTrue(thread.join(LIMIT.multipliedBy(2)), "a caller still waits");
    }
    assertEquals(List.of(), List.copyOf(failures));
  }

  private static Thread virtualOrSimulated(Runnable body) {
    World world = World.current();
    return world == World.Real.WORLD
        ? Thread.ofVirtual().start(body)
        : world.startThread("caller", body);
  }

  @FunctionalInterface
  private interface ThrowingConsumer {
    void accept(int number) throws Exception;
  }

  @Test
  void tenThousandVirtualThreadsShareAClient() throws Exception {
    ZkClient zk = connect();
    zk.create("/shared", bytes("x"));

    run(
        CALLERS,
        number -> {
          assertEquals("x", text(zk.get("/shared")));
          assertTrue(zk.exists("/shared").isPresent());
        });
  }

  @Test
  void nobodysUpdateIsLost() throws Exception {
    ZkClient zk = connect();
    zk.create("/counter", bytes("0"));

    run(
        20,
        number -> {
          for (int done = 0; done < 10; ) {
            var node = zk.get("/counter");
            try {
              int next = Integer.parseInt(text(node)) + 1;
              zk.set("/counter", bytes(Integer.toString(next)), Version.of(node.stat()));
              done++;
            } catch (BadVersionException othersWereFaster) {
              // Then again.
            }
          }
        });

    assertEquals("200", text(zk.get("/counter")));
  }

  @Test
  void eachCallersRequestsKeepTheirOrder() throws Exception {
    ZkClient zk = connect();

    run(
        100,
        number -> {
          String path = "/n" + number;
          zk.async().create(path, bytes("first"));
          zk.async().set(path, bytes("second"));
          assertEquals("second", text(zk.get(path)));
        });
  }
}
