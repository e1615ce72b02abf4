package dev.mirliton.zk.spi;

import dev.mirliton.zk.AsyncResult;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Hands a result on to the future that stages were chained to, and so runs them. */
record ChainedStages<T>(CompletableFuture<T> future) implements Consumer<AsyncResult<T>> {
  @Override
  public void accept(AsyncResult<T> result) {
    Throwable failure = result.exception();
    if (failure == null) {
      future.complete(result.value());
    } else {
      future.completeExceptionally(failure);
    }
  }
}
