package dev.mirliton.zk.recipes.lock;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.RecipeSupport.Settable;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.StateChange;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One acquire, from the call to its result: candidacy after candidacy, one deadline over all of
 * them. Steps are on the client's event queue.
 *
 * @param <T> what the caller gets
 */
final class Acquisition<T> implements Candidacy.Outcome {
  private final LockSite site;
  private final Patience<T> patience;
  private final Function<Hold, T> held;
  private final Settable<T> result;
  private volatile @Nullable Registration stateListener;
  private volatile @Nullable Registration timer;
  private @Nullable Candidacy candidacy;
  private boolean ended;

  /**
   * How long to wait for others, and what the caller gets instead of the lock.
   *
   * @param queues whether to wait while somebody is before us
   * @param limit when to give up, or null for never
   * @param refusal makes what the caller gets when the limit has passed, or somebody is before us
   */
  record Patience<T>(boolean queues, @Nullable Duration limit, Refusal<T> refusal) {}

  /** Tells the caller that there is no lock. */
  interface Refusal<T> {
    /**
     * Sets the caller's result.
     *
     * @param decided whether somebody is known to be before us
     */
    void tell(Settable<T> result, boolean decided);
  }

  private Acquisition(LockSite site, Patience<T> patience, Function<Hold, T> held) {
    this.site = site;
    this.patience = patience;
    this.held = held;
    this.result = site.support().newResult(site.toString());
  }

  /** Starts an acquire. On any thread. */
  static <T> AsyncResult<T> start(LockSite site, Patience<T> patience, Function<Hold, T> held) {
    Acquisition<T> acquisition = new Acquisition<>(site, patience, held);
    acquisition.start();
    return acquisition.result.result();
  }

  private void start() {
    result.onCancel(this::end);
    stateListener = site.client().onStateChange(this::onStateChange);
    SessionException gone = site.end();
    if (gone != null) {
      fail(gone);
      return;
    }
    if (patience.limit() != null) {
      timer = site.support().after(patience.limit(), () -> refuse(false));
    }
    site.support().run(this::begin);
  }

  private void begin() {
    if (ended) {
      return;
    }
    SessionException gone = site.end();
    if (gone != null) {
      fail(gone);
      return;
    }
    Candidacy next = new Candidacy(site, this);
    candidacy = next;
    next.begin();
  }

  /** On the state queue. */
  private void onStateChange(StateChange change) {
    SessionException gone = site.end(change.detail());
    if (gone != null) {
      fail(gone); // at once: there may be no event queue any more
    } else if (change.state() == ConnectionState.CONNECTED) {
      site.support().run(this::recheck);
    }
  }

  private void recheck() {
    if (!ended && candidacy != null) {
      candidacy.recheck();
    }
  }

  private void fail(Throwable failure) {
    result.fail(failure);
    stopListening();
  }

  private void stopListening() {
    Registration listener = stateListener;
    if (listener != null) {
      listener.close();
    }
    Registration running = timer;
    if (running != null) {
      running.close();
    }
  }

  private void end() {
    ended = true;
    stopListening();
    if (candidacy != null) {
      candidacy.withdraw();
    }
  }

  private void refuse(boolean decided) {
    if (!ended) {
      end();
      patience.refusal().tell(result, decided);
    }
  }

  @Override
  public void granted(Hold hold) {
    end();
    if (!result.complete(held.apply(hold))) {
      hold.leave(); // cancelled meanwhile
    }
  }

  @Override
  public boolean mustWait() {
    if (!patience.queues()) {
      refuse(true);
    }
    return patience.queues();
  }

  @Override
  public void over() {
    begin();
  }

  @Override
  public void failed(Throwable failure) {
    ended = true;
    fail(failure);
  }
}
