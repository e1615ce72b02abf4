package dev.mirliton.zk.recipes.lock;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Op;
import dev.mirliton.zk.OpResult;
import dev.mirliton.zk.RecipeSupport.Settable;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.TransactionException;
import dev.mirliton.zk.Version;
import java.util.List;
import java.util.function.Function;

/**
 * The writes of {@link GuardedClient} for code that must not wait. A request is submitted when its
 * method is called. Bad arguments throw at once; every other failure, a lost lock too, is in the
 * result.
 *
 * @since 0.1
 */
public final class AsyncGuardedClient {
  private final Guard guard;

  AsyncGuardedClient(Guard guard) {
    this.guard = guard;
  }

  /** See {@link GuardedClient#create(String, byte[], CreateOptions)}. */
  public AsyncResult<String> create(String path, byte[] data, CreateOptions options) {
    return one(Op.create(path, data, options), Guard::path);
  }

  /** See {@link GuardedClient#create(String, byte[])}. */
  public AsyncResult<String> create(String path, byte[] data) {
    return create(path, data, CreateOptions.PERSISTENT);
  }

  /** See {@link GuardedClient#set(String, byte[], Version)}. */
  public AsyncResult<Stat> set(String path, byte[] data, Version expected) {
    return one(Op.set(path, data, expected), Guard::stat);
  }

  /** See {@link GuardedClient#set(String, byte[])}. */
  public AsyncResult<Stat> set(String path, byte[] data) {
    return set(path, data, Version.ANY);
  }

  /** See {@link GuardedClient#delete(String, Version)}. */
  public AsyncResult<OpResult> delete(String path, Version expected) {
    return one(Op.delete(path, expected), result -> result);
  }

  /** See {@link GuardedClient#delete(String)}. */
  public AsyncResult<OpResult> delete(String path) {
    return delete(path, Version.ANY);
  }

  /** See {@link GuardedClient#transact(List)}. */
  public AsyncResult<List<OpResult>> transact(List<Op> steps) {
    return submit(steps, results -> results, refused -> refused);
  }

  /** See {@link GuardedClient#transact(Op...)}. */
  public AsyncResult<List<OpResult>> transact(Op... steps) {
    return transact(List.of(steps));
  }

  private <T> AsyncResult<T> one(Op step, Function<OpResult, T> result) {
    return submit(
        List.of(step),
        results -> result.apply(results.get(0)),
        refused -> refused instanceof TransactionException whole ? whole.reason() : refused);
  }

  private <T> AsyncResult<T> submit(
      List<Op> steps,
      Function<List<OpResult>, T> value,
      Function<RuntimeException, RuntimeException> failure) {
    Settable<T> result = guard.client().recipes().newResult("a guarded write");
    try {
      guard.checkHeld();
    } catch (LockLostException lost) {
      result.fail(lost); // in the result, so that what is chained to it runs
      return result.result();
    }
    AsyncResult<List<OpResult>> request = guard.client().async().transact(guard.withCheck(steps));
    result.onCancel(request::cancel);
    request.link(
        answered -> {
          switch (answered.exception()) {
            case null -> result.complete(value.apply(Guard.withoutCheck(answered.value())));
            case TransactionException refused ->
                result.fail(failure.apply(guard.translated(refused)));
            case Throwable other -> result.fail(other);
          }
        });
    return result.result();
  }
}
