package dev.mirliton.zk.testing.history;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Lets one write at a time, and gives each the moment. Thread-safe. */
final class Ledger {
  private final ReentrantLock lock = new ReentrantLock();
  private final LongSupplier clock;
  private long places; // guarded by lock

  Ledger(LongSupplier clock) {
    this.clock = clock;
  }

  /** Runs {@code entry} alone, with the moment. */
  void write(Consumer<Moment> entry) {
    compute(
        now -> {
          entry.accept(now);
          return now;
        });
  }

  /** Runs {@code entry} alone, with the moment, and returns what it returns. */
  <T> T compute(Function<Moment, T> entry) {
    lock.lock();
    try {
      // The clock is read under the lock, or times and places could disagree.
      return entry.apply(new Moment(clock.getAsLong(), ++places));
    } finally {
      lock.unlock();
    }
  }

  /** Runs {@code look} while nobody writes. */
  <T> T read(Supplier<T> look) {
    lock.lock();
    try {
      return look.get();
    } finally {
      lock.unlock();
    }
  }
}
