package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.recipes.lock.ZkLock;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One life of a process that contends for locks: its client, and threads that use it until the time
 * to work is over. The client stays open after that, so that a znode left behind stays there.
 */
final class LockLife {
  private static final Duration END_LIMIT = Duration.ofSeconds(20);
  private static final int LONGEST_CALM_MS = 3_000;

  private final Simulation simulation;
  private final LockBook book;
  private final LockTerms terms;
  private final Function<ZkOptions, ZkClient> starts;
  private final String name;
  private final RecipePulse pulse;
  private final List<Thread> workers = new ArrayList<>();
  private ZkClient client;
  private int working;
  private boolean served;

  LockLife(
      Simulation simulation,
      LockBook book,
      LockTerms terms,
      Function<ZkOptions, ZkClient> starts,
      String name) {
    this.simulation = simulation;
    this.book = book;
    this.terms = terms;
    this.starts = starts;
    this.name = name;
    this.pulse = new RecipePulse(simulation);
    this.client = starts.apply(terms.clientOptions());
  }

  Simulation simulation() {
    return simulation;
  }

  LockBook book() {
    return book;
  }

  LockTerms terms() {
    return terms;
  }

  RecipePulse pulse() {
    return pulse;
  }

  ZkClient client() {
    return client;
  }

  ZkLock lock(ZkClient client, String path) {
    return ZkLock.at(client, path, terms.lockOptions());
  }

  /** Ends the session with whatever is held in it, and starts another. */
  void reconnect() {
    simulation.note(name + " ends its session");
    ZkClient old = client;
    client = starts.apply(terms.clientOptions());
    old.close();
    simulation.note(name + " has ended its session");
  }

  boolean isIdle() {
    return working == 0;
  }

  boolean hasServed() {
    return served;
  }

  @Override
  public String toString() {
    return name;
  }

  // ---- its threads ---------------------------------------------------------------------------

  /** Begins everything, and returns. */
  void begin() {
    thread("pulse", pulse::run).start();
    int count = simulation.random().nextInt(1, 3);
    for (int i = 1; i <= count; i++) {
      LockWorker worker = new LockWorker(this, name + "/" + i);
      working++;
      Thread thread = thread("worker-" + i, () -> work(worker));
      workers.add(thread);
      thread.start();
    }
    if (simulation.random().nextBoolean()) {
      thread("interrupter", this::interrupt).start();
    }
  }

  private void work(LockWorker worker) throws InterruptedException {
    worker.run();
    working--;
  }

  private void interrupt() throws InterruptedException {
    while (!terms.isOver(simulation)) {
      simulation.pause(Duration.ofMillis(simulation.random().nextInt(LONGEST_CALM_MS)));
      workers.get(simulation.random().nextInt(workers.size())).interrupt();
    }
  }

  /** After everything else: takes each lock once, which must be possible for everybody. */
  void serve() throws InterruptedException {
    for (String path : terms.locks()) {
      try (var held = lock(client, path).acquire(END_LIMIT).orElse(null)) {
        if (held == null) {
          book.complain("%s cannot have %s, although all is well", name, path);
        } else {
          held.guarded().set(terms.ledger(path), new byte[0]);
        }
      }
    }
    served = true;
  }

  private Thread thread(String what, Interruptible body) {
    return simulation.unstarted(
        what,
        () -> {
          try {
            body.run();
          } catch (InterruptedException stop) {
            book.complain("%s: %s was interrupted by nobody", name, what);
          }
        });
  }

  private interface Interruptible {
    void run() throws InterruptedException;
  }
}
