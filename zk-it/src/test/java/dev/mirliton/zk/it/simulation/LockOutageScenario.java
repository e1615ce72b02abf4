package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.recipes.lock.Held;
import dev.mirliton.zk.recipes.lock.ZkLock;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.time.Duration;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * All servers fail for about as long as a session lasts, while a callback keeps an acquire from
 * hearing that its znode is there. The servers remember the old session, and its znodes, when the
 * client has a new one already.
 */
public final class LockOutageScenario implements RecipeScenario {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int SHORT_MS = 4;

  /** For whoever loads it. */
  public LockOutageScenario() {}

  @Override
  public void run(Simulation simulation, Function<ZkOptions, ZkClient> starts)
      throws InterruptedException {
    RandomGenerator chance = simulation.random();
    int timeoutMs = chance.nextInt(1_000, 3_000);
    ZkOptions options =
        ZkOptions.to(simulation.hosts()).sessionTimeout(Duration.ofMillis(timeoutMs)).build();
    try (ZkClient zk = starts.apply(options)) {
      zk.awaitConnected(LIMIT);
      zk.ensurePath("/lock");

      AsyncResult<Held> acquired = ZkLock.at(zk, "/lock").async().acquire();
      rest(simulation, SHORT_MS);
      zk.recipes().run(() -> restInCallback(simulation, 4 * timeoutMs));
      rest(simulation, SHORT_MS);
      fail(simulation, 3 * timeoutMs);

      if (!acquired.await(LIMIT)) {
        throw new AssertionError("nobody else wants it, and yet it is not to be had");
      }
      try (Held held = acquired.value()) {
        checkOwner(zk, held);
      } catch (SessionException over) {
        simulation.note("the outage outlasted the session that has the lock");
      }
    }
  }

  private static void fail(Simulation simulation, int longestMs) throws InterruptedException {
    for (int id = 1; id <= simulation.ensemble().size(); id++) {
      simulation.ensemble().kill(id);
    }
    rest(simulation, longestMs);
    for (int id = 1; id <= simulation.ensemble().size(); id++) {
      simulation.ensemble().start(id);
    }
  }

  private static void checkOwner(ZkClient zk, Held held) throws InterruptedException {
    ZkSession session = zk.session();
    Stat stat = zk.exists(held.path()).orElse(null);
    if (stat != null
        && session != null
        && session == zk.session()
        && held.isValid()
        && stat.ephemeralOwner() != session.id()) {
      throw new AssertionError("held by the znode of another session: " + held);
    }
  }

  private static void restInCallback(Simulation simulation, int longestMs) {
    try {
      rest(simulation, longestMs);
    } catch (InterruptedException closing) {
      simulation.note("a callback was interrupted");
    }
  }

  private static void rest(Simulation simulation, int longestMs) throws InterruptedException {
    simulation.pause(Duration.ofNanos(simulation.random().nextLong(longestMs * 1_000_000L)));
  }
}
