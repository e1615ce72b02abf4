package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.Failure;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.RetryPolicy;
import dev.mirliton.zk.SessionExpiredException;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.protocol.observe.Topics;
import dev.mirliton.zk.spi.Handler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * The tries of one operation: whether there is another one, and after which pause. Used by one
 * thread at a time.
 */
final class Tries {
  private static final Logger LOG = Topics.CLIENT;
  private static final int REMEMBERED = 10;

  private final View view;
  private final RetryPolicy policy;
  private final long endNs;
  private final Deque<Throwable> earlier = new ArrayDeque<>();
  private int failures;
  private Try current;

  Tries(View view, RetryPolicy policy) {
    this.view = view;
    this.policy = policy;
    Duration whole = policy.deadline();
    this.endNs = (whole == null ? view : view.within(whole)).deadlineNs();
    this.current = new Try(view.currentTry(), endNs);
  }

  /** Begins the next try, and returns what its client looks through. */
  View begin() {
    current = new Try(view.currentTry(), endNs);
    return view.during(current);
  }

  /** Ends the present try. */
  void end() {
    current.end();
  }

  /** Returns how long to pause before the next try; nothing if there must be none. */
  Optional<Duration> pauseAfter(Throwable failure) {
    failures++;
    if (failures >= policy.maxTries() || !mayRepeat(failure)) {
      return Optional.empty();
    }
    Handler handler = view.driver().handler();
    Duration pause = policy.pauseAfter(failures, handler.random());
    if (pause.compareTo(Duration.ofNanos(endNs - handler.nanoTime())) >= 0) {
      return Optional.empty();
    }
    LOG.debug("try {} failed, the next one follows in {}", failures, pause, failure);
    if (earlier.size() == REMEMBERED) {
      earlier.remove();
    }
    earlier.add(failure);
    return Optional.of(pause);
  }

  private boolean mayRepeat(Throwable failure) {
    boolean answerless =
        failure instanceof UnavailableException
            || failure instanceof SessionExpiredException && policy.spansSessions();
    return answerless && (policy.isIdempotent() || current.changedNothing(failure));
  }

  /** Returns what becomes of it when the client ends in the pause after {@code failure}. */
  ZkException endedBy(Throwable failure) {
    // Without leave to repeat there is a pause only where nothing happened.
    Fate fate = policy.isIdempotent() ? Fate.UNKNOWN : Fate.NOT_SENT;
    return view.driver().state().end(Failure.local("retry", null), fate, failure);
  }

  /** Adds the failures before it to the last one, which nobody else may have. */
  <T extends ZkException> T withEarlier(T last) {
    for (Throwable failure : earlier) {
      if (failure != last) { // the operation may throw the same one again
        last.addSuppressed(failure);
      }
    }
    return last;
  }
}
