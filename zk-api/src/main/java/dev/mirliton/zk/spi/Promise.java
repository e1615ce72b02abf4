package dev.mirliton.zk.spi;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.CallbackDeadlockException;
import dev.mirliton.zk.ZkException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
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
   * whoever swaps CLOSED in. A late link() finds CLOSED and goes to the queue by itself.
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

  /** One who is to be told: a thread that waits, or a listener. */
  private static final class Watcher implements Runnable {
    private final Object who; // Thread or Consumer
    private final @Nullable Object next; // Thread, Watcher or null
    private final Promise<?> promise;
    private volatile boolean removed;

    Watcher(Object who, @Nullable Object next, Promise<?> promise) {
      this.who = who;
      this.next = next;
      this.promise = promise;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void run() {
      if (!removed) {
        ((Consumer<Object>) who).accept(promise);
      }
    }
  }

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

  /** Tells everybody on the stack, who came first first. */
  private void tell(@Nullable Object stack) {
    if (stack instanceof Thread thread) {
      queue.parking().unpark(thread);
      return;
    }
    int count = 0;
    for (Object at = stack; at instanceof Watcher watcher; at = watcher.next) {
      count++;
    }
    Watcher[] newestFirst = new Watcher[count];
    Object oldest = stack;
    for (int i = 0; oldest instanceof Watcher watcher; oldest = watcher.next) {
      newestFirst[i++] = watcher;
    }
    if (oldest instanceof Thread thread) {
      queue.parking().unpark(thread); // the lone waiter that the others joined
    }
    for (int i = count - 1; i >= 0; i--) {
      Watcher watcher = newestFirst[i];
      if (watcher.who instanceof Thread thread) {
        queue.parking().unpark(thread);
      } else if (!watcher.removed) {
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
    Thread waiter = Thread.currentThread();
    if (!addWatcher(waiter)) {
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
        removeNewest(waiter);
      }
    }
  }

  /**
   * Takes back a waiter who gave up, or waits again and again would pile up; others may be on top.
   */
  private void removeNewest(Thread waiter) {
    Object top = watchers;
    if (top == waiter) {
      WATCHERS.compareAndSet(this, top, null);
    } else if (top instanceof Watcher watcher && watcher.who == waiter) {
      WATCHERS.compareAndSet(this, top, watcher.next);
    }
  }

  /** Returns false if there is an outcome, so that there is nothing to wait for. */
  private boolean addWatcher(Object who) {
    while (true) {
      Object top = watchers;
      if (top == CLOSED) {
        return false;
      }
      Object pushed = top == null && who instanceof Thread ? who : new Watcher(who, top, this);
      if (WATCHERS.compareAndSet(this, top, pushed)) {
        return true;
      }
    }
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
    if (!addWatcher(listener)) {
      queue.execute(new Watcher(listener, null, this));
    }
  }

  @Override
  public final void unlink(Consumer<? super AsyncResult<T>> listener) {
    Object top = watchers;
    while (top instanceof Watcher watcher) {
      if (watcher.who == listener) {
        watcher.removed = true;
      }
      top = watcher.next;
    }
  }

  @Override
  final CompletableFuture<T> stage() {
    return new QueuedFuture<>(queue);
  }

  @Override
  final void feed(CompletableFuture<T> stage) {
    link(
        result -> {
          Throwable failure = result.exception();
          if (failure == null) {
            stage.complete(result.value());
          } else {
            stage.completeExceptionally(failure);
          }
        });
  }

  @Override
  public String toString() {
    return "result";
  }

  /** A future whose {@code …Async} stages run on a callback queue instead of the common pool. */
  private static final class QueuedFuture<T> extends CompletableFuture<T> {
    private final CallbackQueue queue;

    QueuedFuture(CallbackQueue queue) {
      this.queue = queue;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new QueuedFuture<>(queue);
    }

    @Override
    public java.util.concurrent.Executor defaultExecutor() {
      return queue;
    }
  }
}
