package dev.mirliton.zk.discovery;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.AuthenticationFailedException;
import dev.mirliton.zk.CallbackDeadlockException;
import dev.mirliton.zk.ClientClosedException;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.DeadlineExceededException;
import dev.mirliton.zk.Failure;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.NodeExistsException;
import dev.mirliton.zk.Observed;
import dev.mirliton.zk.RecipeSupport;
import dev.mirliton.zk.RecipeSupport.Settable;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one ephemeral znode there while it is open, and sees to it that the znode is gone
 * afterwards.
 *
 * <p>Steps run on the event queue, one at a time. Until it is over exactly one thing is under way
 * that leads to the next step: a request, or what {@link #waiting} holds, a watch or a timer. While
 * open it goes round: create, look whose it is, wait until something happens to it, look again.
 * Closed, it looks and deletes what this session owns, as often as it takes.
 *
 * <p>A create whose answer was lost may have happened. So the znode counts as possibly ours from
 * then on; what the server says of its owner decides.
 */
final class Enrolment implements Registration {
  private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final CreateOptions OPTIONS = CreateOptions.EPHEMERAL.withAcl(Acl.READ_ONLY);

  private final ZkClient client;
  private final RecipeSupport recipes;
  private final String path;
  private final byte[] data;
  private final Settable<Boolean> enrolled;
  private final Settable<Boolean> removed;
  private final Pauses pauses = new Pauses();
  private @Nullable Registration waiting;
  private boolean maybeOurs;
  private boolean closed;

  Enrolment(ZkClient client, String path, byte[] data) {
    this.client = client;
    this.recipes = client.recipes();
    this.path = path;
    this.data = data;
    this.enrolled = recipes.newResult("registration of " + path);
    this.removed = recipes.newResult("removal of " + path);
  }

  void start() throws InterruptedException {
    recipes.run(this::create);
    Duration limit = recipes.defaultDeadline();
    try {
      enrolled.result().get(limit);
    } catch (TimeoutException late) {
      withdraw();
      throw new DeadlineExceededException(Failure.local("register", path), Fate.UNKNOWN, late);
    } catch (InterruptedException | RuntimeException failure) {
      withdraw();
      throw failure;
    }
  }

  @Override
  public void close() {
    withdraw();
    if (client.state() == ConnectionState.CONNECTED) {
      try {
        removed.result().await(CLOSE_LIMIT);
      } catch (CallbackDeadlockException inCallback) {
        // Removal begins when this callback ends.
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void withdraw() {
    recipes.run(
        () -> {
          boolean first = !closed;
          closed = true;
          Registration idle = waiting;
          // With a request under way its answer leads to the removal.
          if (first && idle != null) {
            idle.close();
            proceed(this::remove);
          }
        });
  }

  private void proceed(Runnable step) {
    waiting = null;
    if (closed) {
      remove();
    } else {
      step.run();
    }
  }

  private void create() {
    client.async().create(path, data, OPTIONS).link(this::created);
  }

  private void created(AsyncResult<String> result) {
    Throwable failure = result.exception();
    if (failure == null || mayHaveHappened(failure)) {
      maybeOurs = true;
      proceed(this::look);
    } else if (isFinal(failure) || !maybeOurs && enrolled.fail(failure)) {
      end(failure);
    } else if (failure instanceof NodeExistsException) {
      proceed(this::look);
    } else {
      later(failure, this::create);
    }
  }

  private void look() {
    client.async().existsAndWatch(path, event -> proceed(this::look)).link(this::looked);
  }

  private void looked(AsyncResult<Observed<Optional<Stat>>> result) {
    Throwable failure = result.exception();
    if (failure != null) {
      later(failure, this::look);
      return;
    }
    Registration watch = result.value().registration();
    Optional<Stat> stat = result.value().value();
    if (closed || stat.isEmpty()) {
      watch.close();
      proceed(this::create);
      return;
    }
    waiting = watch;
    if (isOurs(stat.get())) {
      pauses.reset();
      enrolled.complete(true);
    }
  }

  private void remove() {
    if (!maybeOurs) {
      removed.complete(true);
      return;
    }
    // A server that lags may not know yet of a create whose answer was lost.
    client.async().sync(path);
    client.async().exists(path).link(this::lookedBeforeRemoval);
  }

  private void lookedBeforeRemoval(AsyncResult<Optional<Stat>> result) {
    Throwable failure = result.exception();
    if (failure != null) {
      later(failure, this::remove);
    } else if (result.value().filter(this::isOurs).isPresent()) {
      client.async().delete(path).link(this::deleted);
    } else {
      removed.complete(true);
    }
  }

  private void deleted(AsyncResult<Void> result) {
    Throwable failure = result.exception();
    if (failure == null || failure instanceof NoNodeException) {
      removed.complete(true);
    } else {
      later(failure, this::remove);
    }
  }

  private void later(Throwable failure, Runnable step) {
    if (isFinal(failure)) {
      end(failure);
      return;
    }
    LOG.warn("registration is not as it should be, will try again: {}", path, failure);
    waiting = recipes.after(pauses.next(), () -> proceed(step));
  }

  /** The client is closed, and its session's znodes with it; or there never was one. */
  private void end(Throwable failure) {
    enrolled.fail(failure);
    removed.complete(true);
  }

  private boolean isOurs(Stat stat) {
    ZkSession session = client.session();
    return session != null && stat.ephemeralOwner() == session.id();
  }

  private static boolean mayHaveHappened(Throwable failure) {
    return failure instanceof UnavailableException lost && lost.fate() == Fate.UNKNOWN
        || failure instanceof SessionException over && over.fate() == Fate.UNKNOWN;
  }

  private static boolean isFinal(Throwable failure) {
    return failure instanceof ClientClosedException
        || failure instanceof AuthenticationFailedException;
  }
}
