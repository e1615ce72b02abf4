package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.protocol.session.Exchange;
import dev.mirliton.zk.protocol.session.Loss;
import dev.mirliton.zk.protocol.session.Watcher;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A call that is one part of a larger one. What follows it runs at once, within the session's step,
 * and not through the event queue: so the larger call may be waited for inside a callback of that
 * queue. Only code of this package may follow it, because a step runs no user code.
 */
final class Part<T> implements Exchange {
  private final Whole whole;
  private final Call<T> call;
  private final CompletableFuture<T> future = new CompletableFuture<>();

  private Part(Whole whole, Call<T> call) {
    this.whole = whole;
    this.call = call;
  }

  /** Submits {@code call}; what is chained to the returned future runs within a step. */
  static <T> CompletableFuture<T> submit(Whole whole, Call<T> call) {
    Part<T> part = new Part<>(whole, call);
    call.view.submit(part, call);
    return part.future;
  }

  /** Returns what really went wrong. */
  static Throwable reason(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  @Override
  public void deliver(Object outcome) {
    call.deliver(outcome instanceof Loss loss ? whole.failure(loss) : outcome);
    Throwable failure = call.exception();
    if (failure == null) {
      future.complete(call.value());
    } else {
      future.completeExceptionally(failure);
    }
  }

  @Override
  public int opCode() {
    return call.opCode();
  }

  @Override
  public void encode(WireWriter out) {
    whole.owner().sending();
    call.encode(out);
  }

  @Override
  public Object answer(int error, WireReader body) {
    Object outcome = call.answer(error, body);
    return outcome instanceof ZkException ? whole.failure(error) : outcome;
  }

  @Override
  public long deadlineNs() {
    return call.deadlineNs();
  }

  @Override
  public boolean isAbandoned() {
    return whole.owner().isAbandoned();
  }

  @Override
  public boolean isRead() {
    return call.isRead();
  }

  @Override
  public @Nullable Watcher watcher() {
    return call.watcher();
  }
}
