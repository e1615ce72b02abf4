package dev.mirliton.zk.spi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A future whose {@code …Async} stages run on a callback queue instead of the common pool. */
final class QueuedFuture<T> extends CompletableFuture<T> {
  private final CallbackQueue queue;

  QueuedFuture(CallbackQueue queue) {
    this.queue = queue;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new QueuedFuture<>(queue);
  }

  @Override
  public Executor defaultExecutor() {
    return queue;
  }
}
