package dev.mirliton.zk;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An answer that may not be here yet. It is set once, by this library; callers cannot complete it.
 *
 * <p>Whoever waits ({@link #get()}, {@link #await}) is woken directly, by the thread that read the
 * answer. Listeners, and every stage chained with {@link CompletionStage}'s methods, are told on
 * the client's <em>event queue</em>, one at a time, in the order in which the server's answers and
 * watch events arrived. The {@code …Async} variants without an executor use that queue too.
 *
 * <p>A listener that is linked after the answer arrived is queued when it is linked: it may run
 * after an event that followed the answer. Who depends on that order looks at what the event says
 * again. A stage chained to a stage that is complete already runs at once, in the thread that
 * chains it, as {@link CompletionStage} has it.
 *
 * <p>Waiting inside a callback works when the answer comes from the server. What can only be set by
 * a later callback of the same queue (a recipe's result) is refused with {@link
 * CallbackDeadlockException} instead of hanging.
 *
 * @param <T> the answer's type; {@code Void} where there is nothing to say
 * @since 0.1
 */
public interface AsyncResult<T> extends CompletionStage<T> {

  /** Whether there is an answer, of either kind. */
  boolean isReady();

  /** Whether there is an answer and it is a value. */
  boolean isSuccessful();

  /**
   * Returns the value.
   *
   * @throws IllegalStateException if there is none, because it is not ready or failed
   */
  T value();

  /** Returns what went wrong, or null if nothing did so far. */
  @Nullable Throwable exception();

  /**
   * Waits for the answer, for as long as the request's own deadline allows.
   *
   * @throws ZkException what went wrong, as a copy that shows this caller's stack
   * @throws java.util.concurrent.CancellationException if it was cancelled
   * @throws CallbackDeadlockException if only this thread could set it
   */
  T get() throws InterruptedException;

  /**
   * Waits for the answer, not longer than {@code limit}.
   *
   * @throws TimeoutException if there is none after {@code limit}; the request itself goes on
   * @throws ZkException what went wrong
   * @throws java.util.concurrent.CancellationException if it was cancelled
   * @throws CallbackDeadlockException if only this thread could set it
   */
  T get(Duration limit) throws InterruptedException, TimeoutException;

  /**
   * Waits until there is an answer of either kind, not longer than {@code limit}, and never throws
   * it.
   *
   * @return whether there is one
   * @throws CallbackDeadlockException if only this thread could set it
   */
  boolean await(Duration limit) throws InterruptedException;

  /**
   * Calls {@code listener} once with this result when it is ready, on the event queue; soon, if it
   * is ready already. A listener that throws is reported and the next one is told.
   */
  void link(Consumer<? super AsyncResult<T>> listener);

  /** Forgets {@code listener}, unless it was already on its way. */
  void unlink(Consumer<? super AsyncResult<T>> listener);

  /**
   * Gives the answer up. A request that was not sent is withdrawn; one that was may still happen on
   * the server, and its answer is dropped.
   *
   * @return false if there was an answer already
   */
  boolean cancel();
}
