package dev.mirliton.zk.recipes.node;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ConnectionLossException;
import dev.mirliton.zk.RecipeSupport;
import dev.mirliton.zk.UnavailableException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The steps of something that asks a server one thing after the other. Each is taken on the
 * client's event queue when the answer is there; none is after the end. Used on that queue only.
 */
public final class Steps {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final RecipeSupport support;
  private @Nullable AsyncResult<?> request; // under way
  private boolean ended;

  /** Creates steps of which none was taken. */
  public Steps(RecipeSupport support) {
    this.support = support;
  }

  /** Takes one of two steps when there is an answer. */
  public <T> void after(AsyncResult<T> made, Consumer<T> next, Consumer<Throwable> failed) {
    request = made;
    made.link(
        answered -> {
          if (ended) {
            return;
          }
          request = null;
          Throwable failure = answered.exception();
          if (failure == null) {
            next.accept(answered.value());
          } else {
            failed.accept(failure);
          }
        });
  }

  /** Takes a step again that got no answer. */
  public void again(UnavailableException failure, Runnable step) {
    if (failure instanceof ConnectionLossException) {
      step.run(); // waits in the client's queue for the next connection
      return;
    }
    support.after(
        PAUSE,
        () -> {
          if (!ended) {
            step.run();
          }
        });
  }

  /** Takes a step again if there was no answer, and another one if there was a bad one. */
  public void retry(Throwable failure, Runnable step, Consumer<Throwable> failed) {
    if (failure instanceof UnavailableException unavailable) {
      again(unavailable, step);
    } else {
      failed.accept(failure);
    }
  }

  /** Takes no further step, and gives up what was asked last. */
  public void end() {
    ended = true;
    AsyncResult<?> last = request;
    if (last != null) {
      last.cancel();
    }
  }

  /** Whether no further step is taken. */
  public boolean isEnded() {
    return ended;
  }
}
