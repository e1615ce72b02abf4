package dev.mirliton.zk.spi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The {@link CompletionStage} half of a {@link Promise}: each method makes one future that the
 * promise completes on its queue, and hands the work to it. The futures are copies: completing one
 * completes nothing else.
 *
 * <p>All are the {@code Async} methods of that future: the others would run the action on the
 * caller's stack when the queue was faster than the caller.
 */
abstract class PromiseStage<T> implements CompletionStage<T> {

  PromiseStage() {}

  /** Returns a new future that is completed on the queue when this result is ready. */
  abstract CompletableFuture<T> stage();

  @Override
  public final <U> CompletableFuture<U> thenApply(Function<? super T, ? extends U> action) {
    return stage().thenApplyAsync(action);
  }

  @Override
  public final <U> CompletableFuture<U> thenApplyAsync(Function<? super T, ? extends U> action) {
    return stage().thenApplyAsync(action);
  }

  @Override
  public final <U> CompletableFuture<U> thenApplyAsync(
      Function<? super T, ? extends U> action, Executor executor) {
    return stage().thenApplyAsync(action, executor);
  }

  @Override
  public final CompletableFuture<Void> thenAccept(Consumer<? super T> action) {
    return stage().thenAcceptAsync(action);
  }

  @Override
  public final CompletableFuture<Void> thenAcceptAsync(Consumer<? super T> action) {
    return stage().thenAcceptAsync(action);
  }

  @Override
  public final CompletableFuture<Void> thenAcceptAsync(
      Consumer<? super T> action, Executor executor) {
    return stage().thenAcceptAsync(action, executor);
  }

  @Override
  public final CompletableFuture<Void> thenRun(Runnable action) {
    return stage().thenRunAsync(action);
  }

  @Override
  public final CompletableFuture<Void> thenRunAsync(Runnable action) {
    return stage().thenRunAsync(action);
  }

  @Override
  public final CompletableFuture<Void> thenRunAsync(Runnable action, Executor executor) {
    return stage().thenRunAsync(action, executor);
  }

  @Override
  public final <U> CompletableFuture<U> thenCompose(
      Function<? super T, ? extends CompletionStage<U>> action) {
    return stage().thenComposeAsync(action);
  }

  @Override
  public final <U> CompletableFuture<U> thenComposeAsync(
      Function<? super T, ? extends CompletionStage<U>> action) {
    return stage().thenComposeAsync(action);
  }

  @Override
  public final <U> CompletableFuture<U> thenComposeAsync(
      Function<? super T, ? extends CompletionStage<U>> action, Executor executor) {
    return stage().thenComposeAsync(action, executor);
  }

  @Override
  public final <U> CompletableFuture<U> handle(
      BiFunction<? super T, Throwable, ? extends U> action) {
    return stage().handleAsync(action);
  }

  @Override
  public final <U> CompletableFuture<U> handleAsync(
      BiFunction<? super T, Throwable, ? extends U> action) {
    return stage().handleAsync(action);
  }

  @Override
  public final <U> CompletableFuture<U> handleAsync(
      BiFunction<? super T, Throwable, ? extends U> action, Executor executor) {
    return stage().handleAsync(action, executor);
  }

  @Override
  public final CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
    return stage().whenCompleteAsync(action);
  }

  @Override
  public final CompletableFuture<T> whenCompleteAsync(
      BiConsumer<? super T, ? super Throwable> action) {
    return stage().whenCompleteAsync(action);
  }

  @Override
  public final CompletableFuture<T> whenCompleteAsync(
      BiConsumer<? super T, ? super Throwable> action, Executor executor) {
    return stage().whenCompleteAsync(action, executor);
  }

  @Override
  public final <U, V> CompletableFuture<V> thenCombine(
      CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> action) {
    return stage().thenCombineAsync(other, action);
  }

  @Override
  public final <U, V> CompletableFuture<V> thenCombineAsync(
      CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> action) {
    return stage().thenCombineAsync(other, action);
  }

  @Override
  public final <U, V> CompletableFuture<V> thenCombineAsync(
      CompletionStage<? extends U> other,
      BiFunction<? super T, ? super U, ? extends V> action,
      Executor executor) {
    return stage().thenCombineAsync(other, action, executor);
  }

  @Override
  public final <U> CompletableFuture<Void> thenAcceptBoth(
      CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
    return stage().thenAcceptBothAsync(other, action);
  }

  @Override
  public final <U> CompletableFuture<Void> thenAcceptBothAsync(
      CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
    return stage().thenAcceptBothAsync(other, action);
  }

  @Override
  public final <U> CompletableFuture<Void> thenAcceptBothAsync(
      CompletionStage<? extends U> other,
      BiConsumer<? super T, ? super U> action,
      Executor executor) {
    return stage().thenAcceptBothAsync(other, action, executor);
  }

  @Override
  public final CompletableFuture<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
    return stage().runAfterBothAsync(other, action);
  }

  @Override
  public final CompletableFuture<Void> runAfterBothAsync(
      CompletionStage<?> other, Runnable action) {
    return stage().runAfterBothAsync(other, action);
  }

  @Override
  public final CompletableFuture<Void> runAfterBothAsync(
      CompletionStage<?> other, Runnable action, Executor executor) {
    return stage().runAfterBothAsync(other, action, executor);
  }

  @Override
  public final <U> CompletableFuture<U> applyToEither(
      CompletionStage<? extends T> other, Function<? super T, U> action) {
    return stage().applyToEitherAsync(other, action);
  }

  @Override
  public final <U> CompletableFuture<U> applyToEitherAsync(
      CompletionStage<? extends T> other, Function<? super T, U> action) {
    return stage().applyToEitherAsync(other, action);
  }

  @Override
  public final <U> CompletableFuture<U> applyToEitherAsync(
      CompletionStage<? extends T> other, Function<? super T, U> action, Executor executor) {
    return stage().applyToEitherAsync(other, action, executor);
  }

  @Override
  public final CompletableFuture<Void> acceptEither(
      CompletionStage<? extends T> other, Consumer<? super T> action) {
    return stage().acceptEitherAsync(other, action);
  }

  @Override
  public final CompletableFuture<Void> acceptEitherAsync(
      CompletionStage<? extends T> other, Consumer<? super T> action) {
    return stage().acceptEitherAsync(other, action);
  }

  @Override
  public final CompletableFuture<Void> acceptEitherAsync(
      CompletionStage<? extends T> other, Consumer<? super T> action, Executor executor) {
    return stage().acceptEitherAsync(other, action, executor);
  }

  @Override
  public final CompletableFuture<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
    return stage().runAfterEitherAsync(other, action);
  }

  @Override
  public final CompletableFuture<Void> runAfterEitherAsync(
      CompletionStage<?> other, Runnable action) {
    return stage().runAfterEitherAsync(other, action);
  }

  @Override
  public final CompletableFuture<Void> runAfterEitherAsync(
      CompletionStage<?> other, Runnable action, Executor executor) {
    return stage().runAfterEitherAsync(other, action, executor);
  }

  @Override
  public final CompletableFuture<T> exceptionally(Function<Throwable, ? extends T> action) {
    return stage().exceptionallyAsync(action);
  }

  @Override
  public final CompletableFuture<T> toCompletableFuture() {
    return stage();
  }
}
