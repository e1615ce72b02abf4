package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.Failure;
import dev.mirliton.zk.UnsupportedException;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.protocol.session.Exchange;
import dev.mirliton.zk.protocol.session.Loss;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.spi.Promise;
import org.jspecify.annotations.Nullable;

/**
 * A request and the promise of its answer, in one object. The waiter is woken by the thread that
 * read the answer; listeners are told on the event queue.
 */
abstract class Call<T> extends Promise<T> implements Exchange {
  /** What an answer without content is on its way to {@link #deliver}. */
  static final Object NOTHING = new Object();

  final View view;
  final @Nullable String path; // the caller's
  private final long deadlineNs;

  Call(View view, @Nullable String path) {
    super(view.events());
    this.view = view;
    this.path = path;
    this.deadlineNs = view.deadlineNs();
  }

  /** Returns the client's method, for messages. */
  abstract String operation();

  /** Reads a good answer; {@link #NOTHING} if there is nothing in it. */
  abstract Object decode(WireReader body);

  /** Returns the path as the server knows it; only for calls that have one. */
  final String serverPath() {
    if (path == null) {
      throw new IllegalStateException(operation() + " has no path");
    }
    return view.root().toServer(path);
  }

  @Override
  public Object answer(int error, WireReader body) {
    return error == 0 ? decode(body) : refusal(error);
  }

  /** Returns what an error code means for this request. */
  ZkException refusal(int error) {
    return ErrorMapping.toException(operation(), path, error, view);
  }

  /** Returns what says that the server lacks something which others have. */
  final UnsupportedException lacking(int error) {
    return new UnsupportedException(
        new Failure(operation(), path, error), ErrorMapping.lacking(view.server()));
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // decode() makes a T, and NOTHING stands for null
  public final void deliver(Object outcome) {
    if (outcome instanceof Loss loss) {
      failed(ErrorMapping.toException(operation(), path, loss, view));
    } else if (outcome instanceof Throwable failure) {
      failed(failure);
    } else {
      settle(outcome == NOTHING ? null : (T) outcome);
    }
  }

  private void failed(Throwable failure) {
    Try current = view.currentTry();
    if (current != null) {
      current.failed(isRead(), failure); // before whoever waits goes on to the next try
    }
    settleFailed(failure);
  }

  @Override
  public final long deadlineNs() {
    return deadlineNs;
  }

  @Override
  public final boolean isAbandoned() {
    return isReady();
  }

  @Override
  protected final void assist(long nanos) {
    view.driver().assist(this, nanos);
  }

  @Override
  public String toString() {
    return path == null ? operation() : operation() + " " + path;
  }
}
