package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.ConnectionLossException;
import dev.mirliton.zk.DeadlineExceededException;
import dev.mirliton.zk.Failure;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.RetryPolicy;
import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.SessionExpiredException;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.spi.Promise;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A write that is asked for again when its connection was lost and its fate is unknown, until it is
 * known what became of it, its deadline passes, or its session is over. First at once, which means
 * with the next connection; then after pauses, because it may be this very request on which servers
 * hang up.
 *
 * <p>Its parts follow each other within steps and by timers, not through the event queue, so that
 * it may be waited for inside a callback. Used by one thread at a time.
 */
final class IdempotentWrite<T> extends Promise<T> implements Whole.Owner {
  private static final RetryPolicy PAUSES = RetryPolicy.DEFAULT.idempotent();

  private final View view;
  private final Repeatable<T> write;
  private Whole whole;
  private @Nullable ClientSession session; // in which it was first sent
  private @Nullable ConnectionLossException lost; // why it is not known what became of it
  private @Nullable Tries tries; // those after the second

  private IdempotentWrite(View view, String operation, String path, Repeatable<T> write) {
    super(view.events());
    this.view = view;
    this.write = write;
    this.whole = Whole.begin(view, operation, path, this);
  }

  static <T> IdempotentWrite<T> begin(
      View view, String operation, String path, Repeatable<T> write) {
    IdempotentWrite<T> begun = new IdempotentWrite<>(view, operation, path, write);
    begun.ask();
    return begun;
  }

  @Override
  public void sending() {
    if (session == null) {
      session = view.driver().state().session();
      write.beforeFirst(view.driver().lastZxid());
    }
  }

  @Override
  public boolean isAbandoned() {
    return isReady(); // cancelled
  }

  private void ask() {
    write.ask(whole).whenComplete(this::answered);
  }

  private void answered(T value, @Nullable Throwable wrapped) {
    if (wrapped == null) {
      complete(value);
      return;
    }
    Throwable failure = Part.reason(wrapped);
    if (lost != null) {
      repeated(lost, failure);
    } else if (failure instanceof ConnectionLossException loss && loss.fate() == Fate.UNKNOWN) {
      lost = loss;
      whole = whole.mayHaveHappened();
      ask();
    } else {
      fail(failure);
    }
  }

  /** The repetition, or the look at what is there, failed. */
  private void repeated(ConnectionLossException first, Throwable failure) {
    switch (failure) {
      case DeadlineExceededException late -> end(late, first);
      case SessionException over -> end(over, first);
      case UnavailableException unanswered -> again(first, unanswered);
      case ZkException refusal -> refused(first, refusal);
      default -> end(first, failure);
    }
  }

  private void refused(ConnectionLossException first, ZkException refusal) {
    ClientSession sent = Objects.requireNonNull(session);
    if (view.driver().state().session() != sent) {
      end(expired(refusal), first);
      return;
    }
    write
        .examine(whole, refusal, sent)
        .whenComplete((found, wrapped) -> examined(first, refusal, found, wrapped));
  }

  @SuppressWarnings("NullAway") // a Finding<Void> has the value null
  private void examined(
      ConnectionLossException first,
      ZkException refusal,
      @Nullable Finding<T> found,
      @Nullable Throwable wrapped) {
    if (found == null) {
      repeated(first, Part.reason(Objects.requireNonNull(wrapped)));
      return;
    }
    switch (found.verdict()) {
      case OURS -> complete(found.value());
      case ANOTHERS -> end(refusal, first);
      case UNKNOWN -> end(first, refusal);
      case GONE -> ask();
    }
  }

  private void again(ConnectionLossException first, UnavailableException failure) {
    Tries following = tries == null ? new Tries(whole.parts(), PAUSES) : tries;
    tries = following;
    Optional<Duration> pause = following.pauseAfter(failure);
    if (pause.isEmpty() || !pause(pause.get(), first)) {
      end(first, failure);
    }
  }

  /** Sees to it that the next request follows. False if the handler is closed. */
  private boolean pause(Duration length, ConnectionLossException first) {
    ClientState state = view.driver().state();
    Failure failure = Failure.local(whole.operation(), whole.path());
    Registration end = state.onEnd(() -> fail(state.end(failure, Fate.UNKNOWN, first)));
    Runnable next =
        () -> {
          end.close();
          afterPause(first);
        };
    try {
      view.driver().handler().schedule(length, next);
      return true;
    } catch (IllegalStateException closed) {
      end.close();
      return false;
    }
  }

  private void afterPause(ConnectionLossException first) {
    if (isReady()) {
      return; // cancelled, or the client ended
    }
    if (view.driver().state().session() == session) {
      ask();
    } else {
      end(expired(first), first);
    }
  }

  /** Returns what callers get whose requests wait when their session ends. */
  private ZkException expired(Throwable cause) {
    Failure failure = Failure.local(whole.operation(), whole.path());
    return new SessionExpiredException(failure, Fate.UNKNOWN, cause);
  }

  /** Fails with {@code last}, which tells also of the failures before it. */
  private void end(ZkException last, Throwable other) {
    last.addSuppressed(other);
    fail(tries == null ? last : tries.withEarlier(last));
  }

  @Override
  protected void assist(long nanos) {
    view.driver().assist(this, nanos);
  }

  @Override
  public String toString() {
    return whole.operation() + " " + whole.path();
  }
}
