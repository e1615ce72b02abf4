package dev.mirliton.zk.discovery;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.AuthenticationFailedException;
import dev.mirliton.zk.ClientClosedException;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.Observed;
import dev.mirliton.zk.RecipeSupport;
import dev.mirliton.zk.RecipeSupport.Settable;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.WatchListener;
import dev.mirliton.zk.ZkClient;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one znode: reads it, and reads it again whenever it may have changed, across reconnects,
 * new sessions, and the end and return of the znode itself.
 *
 * <p>Steps run on the event queue, one at a time. Until it is closed exactly one thing is under way
 * that leads to the next step: a request, a watch or a timer. A watch that ends with its session
 * says so, and that is how the first read in a new session comes about.
 *
 * @param <T> what is read
 */
final class Follower<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

  private final ZkClient client;
  private final RecipeSupport recipes;
  private final String path;
  private final Reading<T> reading;
  private final Consumer<Optional<T>> audience;
  private final Settable<Boolean> first;
  private final Pauses pauses = new Pauses();
  private Registration waiting = () -> {};
  private volatile boolean closed;

  /** A read that leaves a watch. */
  interface Reading<T> {
    AsyncResult<Observed<T>> read(WatchListener stale);
  }

  /** Tells {@code audience}, on the event queue, what was read; nothing when the znode is gone. */
  Follower(ZkClient client, String path, Reading<T> reading, Consumer<Optional<T>> audience) {
    this.client = client;
    this.recipes = client.recipes();
    this.path = path;
    this.reading = reading;
    this.audience = audience;
    this.first = recipes.newResult("first answer about " + path);
  }

  /** Waits for the first answer; if that is a failure, nothing is followed. */
  void start() throws InterruptedException {
    recipes.run(this::read);
    try {
      first.result().get();
    } catch (InterruptedException | RuntimeException failure) {
      close();
      throw failure;
    }
  }

  /** From any thread. What was read last stays. */
  void close() {
    closed = true;
    recipes.run(() -> waiting.close());
  }

  private void read() {
    if (!closed) {
      reading.read(event -> read()).link(this::hasRead);
    }
  }

  private void hasRead(AsyncResult<Observed<T>> result) {
    Throwable failure = result.exception();
    if (failure == null) {
      pauses.reset();
      keep(result.value().registration());
      audience.accept(Optional.of(result.value().value()));
      first.complete(true);
    } else if (first.fail(failure) || isFinal(failure)) {
      closed = true;
    } else if (failure instanceof NoNodeException) {
      awaitReturn();
    } else {
      later(failure);
    }
  }

  private void awaitReturn() {
    audience.accept(Optional.empty());
    if (!closed) {
      client.async().existsAndWatch(path, event -> read()).link(this::hasLooked);
    }
  }

  private void hasLooked(AsyncResult<Observed<Optional<Stat>>> result) {
    Throwable failure = result.exception();
    if (failure == null) {
      pauses.reset();
      keep(result.value().registration());
      if (result.value().value().isPresent()) {
        waiting.close();
        read();
      }
    } else if (isFinal(failure)) {
      closed = true;
    } else {
      later(failure);
    }
  }

  private void later(Throwable failure) {
    LOG.warn("cannot read {}, will try again", path, failure);
    keep(recipes.after(pauses.next(), this::read));
  }

  private void keep(Registration next) {
    waiting = next;
    if (closed) {
      next.close();
    }
  }

  private static boolean isFinal(Throwable failure) {
    return failure instanceof ClientClosedException
        || failure instanceof AuthenticationFailedException;
  }
}
