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
 * <p>The work is attached before the promise knows the future: a future that the queue had
 * completed already would do the work on the caller's stack, and its {@code Async} methods would do
 * it later than what was queued meanwhile.
 */
abstract class PromiseStage<T> implements CompletionStage<T> {

  PromiseStage() {}

  /** Returns a new future whose {@code Async} methods use the queue. */
  abstract CompletableFuture<T> stage();

  /** Has {@code stage} completed on the queue when this result is ready. */
  abstract void feed(CompletableFuture<T> stage);

  private <R> R chained(Function<CompletableFuture<T>, R> attach) {
    CompletableFuture<T> stage = stage();
    R chained = attach.apply(stage);
    feed(stage);
    return chained;
  }

  @Override
  public final <U> CompletableFuture<U> thenApply(Function<? super T, ? extends U> action) {
    return chained(stage -> stage.thenApply(action));
  }

  @Override
  public final <U> CompletableFuture<U> thenApplyAsync(Function<? super T, ? extends U> action) {
    return chained(stage -> stage.thenApplyAsync(action));
  }

  @Override
  public final <U> CompletableFuture<U> thenApplyAsync(
      Function<? super T, ? extends U> action, Executor executor) {
    return chained(stage -> stage.thenApplyAsync(action, executor));
  }

  @Override
  public final CompletableFuture<Void> thenAccept(Consumer<? super T> action) {
    return chained(stage -> stage.thenAccept(action));
  }

  @Override
  public final CompletableFuture<Void> thenAcceptAsync(Consumer<? super T> action) {
    return chained(stage -> stage.thenAcceptAsync(action));
  }

  @Override
  public final CompletableFuture<Void> thenAcceptAsync(
      Consumer<? super T> action, Executor executor) {
    return chained(stage -> stage.thenAcceptAsync(action, executor));
  }

  @Override
  public final CompletableFuture<Void> thenRun(Runnable action) {
    return chained(stage -> stage.thenRun(action));
  }

  @Override
  public final CompletableFuture<Void> thenRunAsync(Runnable action) {
    return chained(stage -> stage.thenRunAsync(action));
  }

  @Override
  public final CompletableFuture<Void> thenRunAsync(Runnable action, Executor executor) {
    return chained(stage -> stage.thenRunAsync(action, executor));
  }

  @Override
  public final <U> CompletableFuture<U> thenCompose(
      Function<? super T, ? extends CompletionStage<U>> action) {
    return chained(stage -> stage.thenCompose(action));
  }

  @Override
  public final <U> CompletableFuture<U> thenComposeAsync(
      Function<? super T, ? extends CompletionStage<U>> action) {
    return chained(stage -> stage.thenComposeAsync(action));
  }

  @Override
  public final <U> CompletableFuture<U> thenComposeAsync(
      Function<? super T, ? extends CompletionStage<U>> action, Executor executor) {
    return chained(stage -> stage.thenComposeAsync(action, executor));
  }

  @Override
  public final <U> CompletableFuture<U> handle(
      BiFunction<? super T, Throwable, ? extends U> action) {
    return chained(stage -> stage.handle(action));
  }

  @Override
  public final <U> CompletableFuture<U> handleAsync(
      BiFunction<? super T, Throwable, ? extends U> action) {
    return chained(stage -> stage.handleAsync(action));
  }

  @Override
  public final <U> CompletableFuture<U> handleAsync(
      BiFunction<? super T, Throwable, ? extends U> action, Executor executor) {
    return chained(stage -> stage.handleAsync(action, executor));
  }

  @Override
  public final CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
    return chained(stage -> stage.whenComplete(action));
  }

  @Override
  public final CompletableFuture<T> whenCompleteAsync(
      BiConsumer<? super T, ? super Throwable> action) {
    return chained(stage -> stage.whenCompleteAsync(action));
  }

  @Override
  public final CompletableFuture<T> whenCompleteAsync(
      BiConsumer<? super T, ? super Throwable> action, Executor executor) {
    return chained(stage -> stage.whenCompleteAsync(action, executor));
  }

  @Override
  public final <U, V> CompletableFuture<V> thenCombine(
      CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> action) {
    return chained(stage -> stage.thenCombine(other, action));
  }

  @Override
  public final <U, V> CompletableFuture<V> thenCombineAsync(
      CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> action) {
    return chained(stage -> stage.thenCombineAsync(other, action));
  }

  @Override
  public final <U, V> CompletableFuture<V> thenCombineAsync(
      CompletionStage<? extends U> other,
      BiFunction<? super T, ? super U, ? extends V> action,
      Executor executor) {
    return chained(stage -> stage.thenCombineAsync(other, action, executor));
  }

  @Override
  public final <U> CompletableFuture<Void> thenAcceptBoth(
      CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
    return chained(stage -> stage.thenAcceptBoth(other, action));
  }

  @Override
  public final <U> CompletableFuture<Void> thenAcceptBothAsync(
      CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
    return chained(stage -> stage.thenAcceptBothAsync(other, action));
  }

  @Override
  public final <U> CompletableFuture<Void> thenAcceptBothAsync(
      CompletionStage<? extends U> other,
      BiConsumer<? super T, ? super U> action,
      Executor executor) {
    return chained(stage -> stage.thenAcceptBothAsync(other, action, executor));
  }

  @Override
  public final CompletableFuture<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
    return chained(stage -> stage.runAfterBoth(other, action));
  }

  @Override
  public final CompletableFuture<Void> runAfterBothAsync(
      CompletionStage<?> other, Runnable action) {
    return chained(stage -> stage.runAfterBothAsync(other, action));
  }

  @Override
  public final CompletableFuture<Void> runAfterBothAsync(
      CompletionStage<?> other, Runnable action, Executor executor) {
    return chained(stage -> stage.runAfterBothAsync(other, action, executor));
  }

  @Override
  public final <U> CompletableFuture<U> applyToEither(
      CompletionStage<? extends T> other, Function<? super T, U> action) {
    return chained(stage -> stage.applyToEither(other, action));
  }

  @Override
  public final <U> CompletableFuture<U> applyToEitherAsync(
      CompletionStage<? extends T> other, Function<? super T, U> action) {
    return chained(stage -> stage.applyToEitherAsync(other, action));
  }

  @Override
  public final <U> CompletableFuture<U> applyToEitherAsync(
      CompletionStage<? extends T> other, Function<? super T, U> action, Executor executor) {
    return chained(stage -> stage.applyToEitherAsync(other, action, executor));
  }

  @Override
  public final CompletableFuture<Void> acceptEither(
      CompletionStage<? extends T> other, Consumer<? super T> action) {
    return chained(stage -> stage.acceptEither(other, action));
  }

  @Override
  public final CompletableFuture<Void> acceptEitherAsync(
      CompletionStage<? extends T> other, Consumer<? super T> action) {
    return chained(stage -> stage.acceptEitherAsync(other, action));
  }

  @Override
  public final CompletableFuture<Void> acceptEitherAsync(
      CompletionStage<? extends T> other, Consumer<? super T> action, Executor executor) {
    return chained(stage -> stage.acceptEitherAsync(other, action, executor));
  }

  @Override
  public final CompletableFuture<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
    return chained(stage -> stage.runAfterEither(other, action));
  }

  @Override
  public final CompletableFuture<Void> runAfterEitherAsync(
      CompletionStage<?> other, Runnable action) {
    return chained(stage -> stage.runAfterEitherAsync(other, action));
  }

  @Override
  public final CompletableFuture<Void> runAfterEitherAsync(
      CompletionStage<?> other, Runnable action, Executor executor) {
    return chained(stage -> stage.runAfterEitherAsync(other, action, executor));
  }

  @Override
  public final CompletableFuture<T> exceptionally(Function<Throwable, ? extends T> action) {
    return chained(stage -> stage.exceptionally(action));
  }

  @Override
  public final CompletableFuture<T> toCompletableFuture() {
    return chained(stage -> stage);
  }
}
