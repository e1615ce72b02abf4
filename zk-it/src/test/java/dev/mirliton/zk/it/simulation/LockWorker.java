package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.recipes.lock.Held;
import dev.mirliton.zk.recipes.lock.ZkLock;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A thread that wants locks again and again, each time in another way: by waiting, with or without
 * a limit, by a result that it cancels, by a mere try. Others interrupt it.
 */
final class LockWorker {
  private static final int LONGEST_REST_MS = 300;
  private static final int LONGEST_LIMIT_MS = 6_000;
  private static final int LONGEST_WAIT_MS = 2_000;

  /** For threads that get their turns late, and for what is promised to happen soon. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private final LockLife life;
  private final Simulation simulation;
  private final RandomGenerator chance;
  private final String name;

  LockWorker(LockLife life, String name) {
    this.life = life;
    this.simulation = life.simulation();
    this.chance = simulation.random();
    this.name = name;
  }

  /** Works until the time is over. */
  void run() {
    while (!life.terms().isOver(simulation)) {
      String path = life.terms().locks().get(chance.nextInt(life.terms().locks().size()));
      try {
        rest(LONGEST_REST_MS);
        contend(path);
      } catch (InterruptedException asWanted) {
        simulation.note(name + " was interrupted");
      } catch (ZkException refused) {
        simulation.note(name + " got no lock: " + refused.getMessage());
      }
    }
  }

  private void contend(String path) throws InterruptedException {
    ZkClient client = life.client();
    ZkLock lock = life.lock(client, path);
    ZkLock mine = chance.nextInt(4) == 0 ? lock.ownedBy(name) : lock;
    switch (chance.nextInt(16)) {
      case 0 -> life.reconnect();
      case 1, 2 -> hold(client, path, mine, mine.acquire());
      case 3, 4, 5 -> cancelSome(client, path, mine);
      case 6, 7 -> {
        Optional<Held> held =
            bounded("tryAcquire", life.terms().clientOptions().requestDeadline(), mine::tryAcquire);
        if (held.isPresent()) {
          hold(client, path, mine, held.get());
        }
      }
      default -> {
        Duration limit = Duration.ofMillis(chance.nextInt(1, LONGEST_LIMIT_MS));
        Optional<Held> held = bounded("acquire", limit, () -> mine.acquire(limit));
        if (held.isPresent()) {
          hold(client, path, mine, held.get());
        }
      }
    }
  }

  /** Does not wait for the lock, and changes its mind or not. */
  private void cancelSome(ZkClient client, String path, ZkLock lock) throws InterruptedException {
    AsyncResult<Held> result = lock.async().acquire();
    try {
      rest(LONGEST_WAIT_MS);
    } finally {
      if (!result.cancel() && result.isSuccessful()) {
        hold(client, path, lock, result.value());
      }
    }
  }

  private void hold(ZkClient client, String path, ZkLock lock, Held held)
      throws InterruptedException {
    try (LockHolding holding = new LockHolding(life, client, name, path, held)) {
      holding.enjoy();
      if (chance.nextInt(4) == 0) {
        again(lock, held);
      }
      holding.awaitTold(SOON);
    } finally {
      bounded("close", life.terms().clientOptions().requestDeadline(), () -> close(held));
    }
  }

  private static boolean close(Held held) {
    held.close();
    return held.isValid();
  }

  /** A second one is at once there for the same owner, and never for another. */
  private void again(ZkLock lock, Held held) throws InterruptedException {
    try (Held second = lock.ownedBy(name).tryAcquire().orElse(null)) {
      if (second != null && held.isValid() && second.fencingToken() != held.fencingToken()) {
        life.book().complain("%s has both %s and %s", name, held, second);
      }
    }
  }

  private void rest(int longestMs) throws InterruptedException {
    simulation.pause(Duration.ofMillis(chance.nextInt(longestMs)));
  }

  /** Complains if a call takes longer than it may, not counting the time that all stood still. */
  private <T> T bounded(String what, Duration limit, Waiting<T> call) throws InterruptedException {
    long beganNs = simulation.nanoTime() - life.pulse().lostNs();
    try {
      return call.run();
    } finally {
      long tookNs = simulation.nanoTime() - life.pulse().lostNs() - beganNs;
      if (tookNs > limit.plus(SOON).toNanos()) {
        life.book()
            .complain(
                "%s of %s took %.3f s and not %s, until %.3f s",
                what, name, tookNs / 1e9, limit, simulation.nanoTime() / 1e9);
      }
    }
  }

  private interface Waiting<T> {
    T run() throws InterruptedException;
  }
}
