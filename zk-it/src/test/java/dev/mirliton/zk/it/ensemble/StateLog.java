package dev.mirliton.zk.it.ensemble;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.ZkClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a client said of its connection, in order, and when. Told by the client, read by a test. */
final class StateLog {
  private final BlockingQueue<Told> news = new LinkedBlockingQueue<>();
  private final List<Told> all = new CopyOnWriteArrayList<>();

  /**
   * One change.
   *
   * @param atNs by the clock of {@code System.nanoTime}
   */
  record Told(StateChange change, long atNs) {
    /** Returns how long after a moment it was told. */
    Duration after(long momentNs) {
      return Duration.ofNanos(atNs - momentNs);
    }
  }

  /** Listens to a client. */
  static StateLog of(ZkClient client) {
    StateLog log = new StateLog();
    client.onStateChange(log::add);
    return log;
  }

  private void add(StateChange change) {
    Told told = new Told(change, System.nanoTime());
    all.add(told);
    news.add(told);
  }

  /** Takes changes until the client is in {@code state}, and returns that one. */
  Told await(ConnectionState state) throws InterruptedException {
    while (true) {
      Told next = news.poll(EnsembleSuite.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (next == null) {
        throw new AssertionError("no " + state + " within " + EnsembleSuite.LIMIT + ", but " + all);
      }
      if (next.change().state() == state) {
        return next;
      }
    }
  }

  /** Returns all states so far. */
  List<ConnectionState> states() {
    return all.stream().map(told -> told.change().state()).toList();
  }

  boolean saw(ConnectionState state) {
    return states().contains(state);
  }
}
