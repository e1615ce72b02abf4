package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.protocol.session.WatchKind;
import dev.mirliton.zk.spi.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A watch whose events wait to be taken. They are here, and who waits for them is woken, before the
 * answer of any request that shows the change.
 */
final class QueueWatch extends LocalWatch implements Watch {
  static final int CAPACITY = 1000;

  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private final ReentrantLock lock = new ReentrantLock(); // never held while waiting
  private final ArrayDeque<WatchEvent> events = new ArrayDeque<>(); // guarded by lock
  private @Nullable Promise<Void> arrival; // who waits for the next one; guarded by lock
  private boolean over; // guarded by lock

  QueueWatch(View view, String path, WatchKind kind) {
    super(view, path, kind);
  }

  @Override
  void accept(WatchEvent event, boolean last) {
    lock.lock();
    try {
      if (events.size() == CAPACITY) {
        dropOldest();
      }
      events.add(event);
      over |= last;
    } finally {
      lock.unlock();
    }
    wakeAll();
  }

  /** Makes room for two: one for the gap, unless it stands there already, one for the new event. */
  private void dropOldest() {
    WatchEvent oldest = events.remove();
    boolean marked =
        oldest instanceof WatchEvent.Gap gap && gap.reason() == WatchEvent.Gap.Reason.OVERFLOW;
    events.remove();
    events.addFirst(marked ? oldest : new WatchEvent.Gap(path(), WatchEvent.Gap.Reason.OVERFLOW));
  }

  @Override
  @SuppressWarnings("NullAway") // a Promise<Void> has the value null
  void closed() {
    lock.lock();
    try {
      over = true;
      events.clear();
    } finally {
      lock.unlock();
    }
    wakeAll();
  }

  @SuppressWarnings("NullAway") // a Promise<Void> has the value null
  private void wakeAll() {
    Promise<Void> waiting;
    lock.lock();
    try {
      waiting = arrival;
      arrival = null;
    } finally {
      lock.unlock();
    }
    if (waiting != null) {
      waiting.settle(null);
    }
  }

  @Override
  public WatchEvent next() throws InterruptedException {
    return take(Long.MAX_VALUE).orElseThrow();
  }

  @Override
  public Optional<WatchEvent> next(Duration limit) throws InterruptedException {
    return take(limit.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : limit.toNanos());
  }

  private Optional<WatchEvent> take(long nanos) throws InterruptedException {
    long start = view().driver().nanoTime();
    while (true) {
      Promise<Void> waiting;
      lock.lock();
      try {
        WatchEvent event = events.poll();
        if (event != null) {
          return Optional.of(event);
        }
        if (over) {
          throw new IllegalStateException("no more events will come for " + path());
        }
        if (arrival == null) {
          arrival = new Promise<>(view().events());
        }
        waiting = arrival;
      } finally {
        lock.unlock();
      }
      long left = nanos == Long.MAX_VALUE ? nanos : nanos - (view().driver().nanoTime() - start);
      if (!waiting.awaitNanos(left)) {
        return Optional.empty();
      }
    }
  }

  @Override
  public boolean isActive() {
    lock.lock();
    try {
      return !over || !events.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
