package dev.mirliton.zk.it;

import dev.mirliton.zk.Node;
import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.Watched;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.Await;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Follows a znode by one watch at a time, until it sees the last value: it looks only when its
 * watch tells it to, so one watch that is lost stops it for ever.
 */
abstract class WatchKeeper implements Runnable {
  static final byte[] LAST = "the last".getBytes(StandardCharsets.UTF_8);

  final ZkClient zk;
  final String path;
  private final AtomicLong events = new AtomicLong();
  private final AtomicBoolean done = new AtomicBoolean();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  private WatchKeeper(ZkClient zk, String path) {
    this.zk = zk;
    this.path = path;
  }

  /** Makes one of either kind in turn. */
  static WatchKeeper of(int number, ZkClient zk, String path) {
    return number % 2 == 0 ? new OneShot(zk, path) : new Lasting(zk, path);
  }

  /** Looks and waits for one watch to end. Returns whether it has seen the last value. */
  abstract boolean follow() throws InterruptedException;

  void heard() {
    events.incrementAndGet();
  }

  static boolean isLast(Node node) {
    return Arrays.equals(LAST, node.data());
  }

  @Override
  public void run() {
    try {
      boolean last = false;
      while (!last) {
        try {
          last = follow();
        } catch (UnavailableException | SessionException again) {
          // As it is meant to be in such a network.
        }
      }
      done.set(true);
    } catch (InterruptedException | RuntimeException failure) {
      failures.add(failure);
    }
  }

  /** Waits until it has seen the last value; says whether it has. */
  boolean awaitLast() throws InterruptedException {
    try {
      Await.until(ClientSuite.LIMIT, done::get);
      return true;
    } catch (AssertionError tooLate) {
      return false;
    }
  }

  long events() {
    return events.get();
  }

  List<Throwable> failures() {
    return List.copyOf(failures);
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + " on " + path + " " + failures;
  }

  private static final class OneShot extends WatchKeeper {
    OneShot(ZkClient zk, String path) {
      super(zk, path);
    }

    @Override
    boolean follow() throws InterruptedException {
      Watched<Node> watched = zk.getAndWatch(path);
      if (isLast(watched.value())) {
        watched.close();
        return true;
      }
      watched.watch().next();
      heard();
      return false;
    }
  }

  private static final class Lasting extends WatchKeeper {
    Lasting(ZkClient zk, String path) {
      super(zk, path);
    }

    @Override
    boolean follow() throws InterruptedException {
      try (Watch watch = zk.watch(path, WatchMode.PERSISTENT)) {
        while (!isLast(zk.get(path))) {
          if (!watch.isActive()) {
            return false;
          }
          watch.next();
          heard();
        }
        return true;
      }
    }
  }
}
