package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.AsyncZkClient;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.RetryPolicy;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.spi.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tries something again and again without waiting, and is the result that comes of it. */
final class AsyncTries<T> extends Promise<T> {
  private final View view;
  private final Tries tries;
  private final Function<? super AsyncZkClient, ? extends CompletionStage<T>> operation;
  private volatile @Nullable AsyncResult<?> underWay; // a try or a pause

  AsyncTries(
      View view,
      RetryPolicy policy,
      Function<? super AsyncZkClient, ? extends CompletionStage<T>> operation) {
    super(view.events());
    this.view = view;
    this.tries = new Tries(view, policy);
    this.operation = operation;
  }

  /** Begins a try, unless the result was cancelled. */
  void attempt() {
    if (isReady()) {
      return;
    }
    CompletionStage<T> made;
    try {
      made = operation.apply(new DefaultAsyncZkClient(tries.begin()));
    } catch (RuntimeException refused) {
      tries.end();
      fail(refused);
      return;
    }
    if (made instanceof AsyncResult<?> result) {
      follow(result);
    }
    made.whenComplete(this::tried);
  }

  private void tried(T value, @Nullable Throwable wrapped) {
    tries.end();
    if (wrapped == null) {
      complete(value);
      return;
    }
    Throwable failure = Part.reason(wrapped);
    Optional<Duration> pause = tries.pauseAfter(failure);
    if (pause.isEmpty() || isReady() || !pause(pause.get(), failure)) {
      fail(failure instanceof ZkException last ? tries.withEarlier(last.rethrown()) : failure);
    }
  }

  /**
   * Sees to it that the next try follows, or that the end of the client is told.
   *
   * @return false if there will be none, because the handler is closed
   */
  @SuppressWarnings("NullAway") // a Promise<Void> has the value null
  private boolean pause(Duration length, Throwable failure) {
    Promise<Void> pause = new Promise<>(view.events());
    Registration timer;
    try {
      timer = view.driver().handler().schedule(length, () -> pause.complete(null));
    } catch (IllegalStateException closed) {
      return false;
    }
    Registration end = view.driver().state().onEnd(() -> fail(tries.endedBy(failure)));
    follow(pause);
    pause.link(
        over -> {
          end.close();
          timer.close();
          attempt();
        });
    return true;
  }

  private void follow(AsyncResult<?> next) {
    underWay = next;
    if (isReady()) { // cancelled meanwhile, perhaps too early to see this one
      next.cancel();
    }
  }

  @Override
  protected void cancelled() {
    AsyncResult<?> last = underWay;
    if (last != null) {
      last.cancel();
    }
  }

  @Override
  protected boolean isSetByQueue() {
    return true;
  }

  @Override
  public String toString() {
    return "retry";
  }
}
