package dev.mirliton.zk.it.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.Stat;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.recipes.lock.Held;
import dev.mirliton.zk.recipes.lock.LockLostException;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What somebody does with a lock while believing in it: looks again and again whether it is still
 * valid, and writes under it. Half of all holders ask {@link Held#isValid}; the others wait to be
 * told, which is later.
 */
final class LockHolding implements AutoCloseable {
  private static final int MOST_LOOKS = 40;
  private static final int LONGEST_REST_MS = 100;

  /** Clocks differ by 400 millionths at most. */
  private static final int CLOCK_SHARE = 2_000;

  /** While no server answers, a holder who is told learns so late, in session timeouts. */
  private static final int TOLD_SHARE = 10;

  private static final Duration TOLD_LATER = Duration.ofMillis(200);

  private final LockLife life;
  private final Simulation simulation;
  private final RandomGenerator chance;
  private final String name;
  private final String path;
  private final ZkClient client;
  private final Held held;
  private final boolean asks;
  private final LockTenure tenure;
  private long lookedNs;
  private long wokeNs;

  LockHolding(LockLife life, ZkClient client, String name, String path, Held held) {
    this.life = life;
    this.simulation = life.simulation();
    this.chance = simulation.random();
    this.name = name;
    this.path = path;
    this.client = client;
    this.held = held;
    this.asks = life.terms().slowTurns() || chance.nextBoolean();
    this.lookedNs = simulation.nanoTime();
    boolean valid = held.isValid();
    this.tenure =
        valid
            ? life.book().begin(path, name, held.fencingToken(), lookedNs)
            : new LockTenure(path, name, held.fencingToken(), lookedNs);
    held.onLost(this::lost);
    simulation.note(tenure + (valid ? "" : ", too late"));
  }

  private void lost() {
    if (tenure.isClosed()) {
      life.book().complain("told of the loss of what was let go: %s", tenure);
    }
    tenure.lost();
    simulation.note("lost: " + tenure);
  }

  /** Uses the lock for a while. */
  void enjoy() throws InterruptedException {
    checkOwner();
    int looks = chance.nextInt(MOST_LOOKS);
    for (int i = 0; i < looks && believes(); i++) {
      if (i == 0 || chance.nextInt(5) == 0) {
        write(i);
      } else {
        simulation.pause(Duration.ofMillis(chance.nextInt(LONGEST_REST_MS)));
      }
    }
    believes();
  }

  private boolean believes() {
    Duration timeout = life.terms().clientOptions().sessionTimeout();
    long nowNs = simulation.nanoTime();
    if (nowNs - lookedNs > TOLD_LATER.toNanos()) {
      wokeNs = nowNs; // stood still, perhaps: whoever is to tell us has just woken too
    }
    lookedNs = nowNs;
    if (asks) {
      boolean valid = held.isValid();
      if (valid) {
        tenure.believed(nowNs, timeout.dividedBy(CLOCK_SHARE).toNanos());
      }
      return valid;
    }
    if (!tenure.isLost() && nowNs - wokeNs > SOON_NS) {
      tenure.believed(nowNs, timeout.dividedBy(TOLD_SHARE).plus(TOLD_LATER).toNanos());
    }
    return !tenure.isLost();
  }

  private static final long SOON_NS = Duration.ofSeconds(1).toNanos();

  /** A lock that is valid has a znode, and that is the session's. */
  private void checkOwner() throws InterruptedException {
    ZkSession session = client.session();
    try {
      Stat stat = client.exists(held.path()).orElse(null);
      if (stat != null
          && session != null
          && session == client.session()
          && held.isValid()
          && stat.ephemeralOwner() != session.id()) {
        life.book().complain("the znode of another session: %s", tenure);
      }
    } catch (ZkException unknown) {
      simulation.note(name + " cannot look at its znode");
    }
  }

  private void write(int number) throws InterruptedException {
    try {
      byte[] data = (held.fencingToken() + "-" + number).getBytes(UTF_8);
      Stat stat = held.guarded().set(life.terms().ledger(path), data);
      life.book().wrote(path, stat.version(), held.fencingToken());
    } catch (LockLostException refused) {
      simulation.note(name + " may not write");
    } catch (ZkException lost) {
      simulation.note(name + " may have written: " + lost.getMessage());
    }
  }

  /** What is lost and not let go is told, once. */
  void awaitTold(Duration limit) throws InterruptedException {
    long endNs = simulation.nanoTime() + limit.toNanos() - life.pulse().lostNs();
    while (!held.isValid() && !tenure.isLost()) {
      if (simulation.nanoTime() - life.pulse().lostNs() > endNs) {
        life.book().complain("never told of its loss: %s", tenure);
        return;
      }
      simulation.pause(Duration.ofMillis(LONGEST_REST_MS));
    }
  }

  /** Believes no longer. Does not let go. */
  @Override
  public void close() {
    tenure.closed();
  }
}
