package dev.mirliton.zk.spi;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.CallbackDeadlockException;
import dev.mirliton.zk.ZkException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A result that is set once: wakes whoever waits, directly, through its queue's {@link Parking},
 * and tells listeners on its {@link CallbackQueue}.
 *
 * <p>Written once for every handler: what differs between concurrency models is in the queue it is
 * made for. Three fields, so that a request that extends it costs one small object.
 *
 * @param <T> the value's type
 * @since 0.1
 */
public class Promise<T> extends PromiseStage<T> implements AsyncResult<T> {
  /*
   * outcome: null while open; then the value, NULL for a null value, or a Failed.
   *
   * watchers: a stack of who is to be told, newest first: null, a Thread (one lone waiter, the usual
   * case, without a node), or a Watcher. Once the outcome is set the stack is taken exactly once, by
   * whoever swaps CLOSED in. A late link() finds CLOSED and goes to the queue by itself. Who gives up
   * is taken out: somebody may ask for a short while again and again. Two who leave side by side may
   * leave each other in; the next to leave takes them out, and who is gone is not told.
   */
  private static final Object NULL = new Object();
  private static final Object CLOSED = new Object();
  private static final VarHandle OUTCOME;
  private static final VarHandle WATCHERS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      OUTCOME = lookup.findVarHandle(Promise.class, "outcome", Object.class);
      WATCHERS = lookup.findVarHandle(Promise.class, "watchers", Object.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private final CallbackQueue queue;
  private volatile @Nullable Object outcome;
  private volatile @Nullable Object watchers;

  private record Failed(Throwable failure) {}

  /** Creates an open result whose listeners are told on {@code queue}. */
  public Promise(CallbackQueue queue) {
    this.queue = queue;
  }

  /**
   * Sets the value, wakes waiters, and sees to it that listeners are told.
   *
   * @return false if there was an outcome already
   */
  public final boolean complete(T value) {
    return settle(value) && wakeQueue();
  }

  /**
   * Sets a failure, wakes waiters, and sees to it that listeners are told.
   *
   * @return false if there was an outcome already
   */
  public final boolean fail(Throwable failure) {
    return settleFailed(failure) && wakeQueue();
  }

  private boolean wakeQueue() {
    queue.wake();
    return true;
  }

  /**
   * Like {@link #complete}, for batches: listeners are added to the queue, but {@link
   * CallbackQueue#wake} is left to the caller.
   */
  public final boolean settle(T value) {
    return settleOutcome(value == null ? NULL : value);
  }

  /** Like {@link #fail}, for batches; see {@link #settle}. */
  public final boolean settleFailed(Throwable failure) {
    return settleOutcome(new Failed(failure));
  }

  private boolean settleOutcome(Object to) {
    if (!OUTCOME.compareAndSet(this, null, to)) {
      return false;
    }
    tell(WATCHERS.getAndSet(this, CLOSED));
    return true;
  }

  private void tell(@Nullable Object newest) {
    if (newest != null && Watcher.below(newest) != null) {
      // Not each inside the other: there may be more of them than the stack is deep.
      ArrayDeque<Object> oldestFirst = new ArrayDeque<>();
      for (Object entry = newest; entry != null; entry = Watcher.below(entry)) {
        oldestFirst.push(entry);
      }
      oldestFirst.forEach(this::tellOne);
    } else if (newest != null) {
      tellOne(newest);
    }
  }

  private void tellOne(Object entry) {
    if (entry instanceof Thread lone) {
      queue.parking().unpark(lone);
    } else if (entry instanceof Watcher watcher && !watcher.gone) {
      if (watcher.who instanceof Thread waiter) {
        queue.parking().unpark(waiter);
      } else {
        queue.add(watcher);
      }
    }
  }

  /**
   * Called once, on the caller's stack, when {@link #cancel} set the outcome. Must not block.
   *
   * @implSpec does nothing
   */
  protected void cancelled() {}

  /**
   * Whether only a callback of the queue can set this result, so that waiting for it inside one
   * must be refused.
   *
   * @implSpec returns false
   */
  protected boolean isSetByQueue() {
    return false;
  }

  /** Moves bytes while the calling thread waits, if that helps; see {@link Link#assist}. */
  protected void assist(long nanos) {}

  @Override
  public final boolean cancel() {
    if (!fail(new CancellationException(this + " was cancelled"))) {
      return false;
    }
    cancelled();
    return true;
  }

  @Override
  public final boolean isReady() {
    return outcome != null;
  }

  @Override
  public final boolean isSuccessful() {
    Object now = outcome;
    return now != null && !(now instanceof Failed);
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // a Promise<Void> has the value null
  public final T value() {
    Object now = outcome;
    if (now == null) {
      throw new IllegalStateException(this + " is not ready");
    }
    if (now instanceof Failed failed) {
      throw new IllegalStateException(this + " failed", failed.failure);
    }
    return (T) (now == NULL ? null : now);
  }

  @Override
  public final @Nullable Throwable exception() {
    return outcome instanceof Failed failed ? failed.failure : null;
  }

  @Override
  public final T get() throws InterruptedException {
    if (outcome == null) {
      waitFor(Long.MAX_VALUE);
    }
    return answer();
  }

  @Override
  public final T get(Duration limit) throws InterruptedException, TimeoutException {
    if (!await(limit)) {
      throw new TimeoutException(this + " was not ready after " + limit);
    }
    return answer();
  }

  /**
   * Waits like {@link #await(Duration)}.
   *
   * @param nanos how long at most
   */
  public final boolean awaitNanos(long nanos) throws InterruptedException {
    return outcome != null || waitFor(nanos);
  }

  @Override
  public final boolean await(Duration limit) throws InterruptedException {
    return outcome != null || waitFor(saturatedNanos(limit));
  }

  private static long saturatedNanos(Duration limit) {
    try {
      return limit.toNanos();
    } catch (ArithmeticException tooLong) {
      return limit.isNegative() ? 0 : Long.MAX_VALUE;
    }
  }

  private boolean waitFor(long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (isSetByQueue() && queue.isCurrent()) {
      throw new CallbackDeadlockException(toString());
    }
    Parking parking = queue.parking();
    long end = nanos == Long.MAX_VALUE ? 0 : parking.nanoTime() + nanos;
    assist(nanos);
    if (outcome != null) {
      return true;
    }
    Object entry = addWatcher(Thread.currentThread());
    if (entry == null) {
      return true;
    }
    try {
      while (outcome == null) {
        long left = nanos == Long.MAX_VALUE ? nanos : end - parking.nanoTime();
        if (left <= 0) {
          return false;
        }
        parking.park(this, left);
        if (outcome == null && Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      return true;
    } finally {
      if (outcome == null) {
        takeOut(entry);
      }
    }
  }

  /** Returns what is on the stack now, or null if there is an outcome to be had instead. */
  private @Nullable Object addWatcher(Object who) {
    while (true) {
      Object top = watchers;
      if (top == CLOSED) {
        return null;
      }
      Object entry = top == null && who instanceof Thread ? who : new Watcher(who, top, this);
      if (WATCHERS.compareAndSet(this, top, entry)) {
        return entry;
      }
    }
  }

  /** Takes {@code entry} off the stack, and whoever else is gone. */
  private void takeOut(Object entry) {
    if (entry instanceof Watcher watcher) {
      watcher.gone = true;
    }
    Object top = watchers;
    while (top != null && top != CLOSED && Watcher.isGone(top, entry)) {
      WATCHERS.compareAndSet(this, top, Watcher.below(top));
      top = watchers;
    }
    Watcher.skipGone(top, entry);
  }

  private T answer() {
    if (outcome instanceof Failed failed) {
      switch (failed.failure) {
        case ZkException failure -> throw failure.rethrown();
        case CancellationException cancelled -> {
          CancellationException copy = new CancellationException(cancelled.getMessage());
          copy.initCause(cancelled);
          throw copy;
        }
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        default -> throw new IllegalStateException(failed.failure.getMessage(), failed.failure);
      }
    }
    return value();
  }

  @Override
  public final void link(Consumer<? super AsyncResult<T>> listener) {
    if (addWatcher(listener) == null) {
      queue.execute(new Watcher(listener, null, this));
    }
  }

  @Override
  public final void unlink(Consumer<? super AsyncResult<T>> listener) {
    Watcher found = null;
    for (Object entry = watchers; entry instanceof Watcher watcher; entry = watcher.next) {
      if (watcher.who == listener) {
        watcher.gone = true;
        found = watcher;
      }
    }
    if (found != null) {
      takeOut(found);
    }
  }

  @Override
  final CompletableFuture<T> stage() {
    return new QueuedFuture<>(queue);
  }

  @Override
  final void feed(CompletableFuture<T> stage) {
    link(new ChainedStages<>(stage));
  }

  @Override
  public String toString() {
    return "result";
  }
}
