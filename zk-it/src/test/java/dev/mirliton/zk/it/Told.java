package dev.mirliton.zk.it;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.ZkClient;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a listener was told, in order. Any thread may add; a test takes, and waits with a limit. */
final class Told<T> {
  private final BlockingQueue<T> told = new LinkedBlockingQueue<>();

  /** Listens to the state of a client. */
  static Told<StateChange> by(ZkClient client) {
    Told<StateChange> changes = new Told<>();
    client.onStateChange(changes::add);
    return changes;
  }

  void add(T what) {
    told.add(what);
  }

  /** Returns the next; fails if there is none in time. */
  T next() throws InterruptedException {
    T next = told.poll(ClientSuite.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    if (next == null) {
      throw new AssertionError("nothing was told within " + ClientSuite.LIMIT);
    }
    return next;
  }

  /** Takes changes until the client is in {@code state}, and returns that change. */
  static StateChange await(Told<StateChange> changes, ConnectionState state)
      throws InterruptedException {
    while (true) {
      StateChange change = changes.next();
      if (change.state() == state) {
        return change;
      }
    }
  }

  /** Returns what was told and not taken yet. */
  List<T> rest() {
    return List.copyOf(told);
  }
}
