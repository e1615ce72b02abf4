package dev.mirliton.zk.recipes.lock;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.CallbackDeadlockException;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.RecipeSupport.Settable;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.recipes.node.Withdrawal;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock that is held, through any number of {@link Held} handles; the last one to be closed lets
 * go. Thread-safe.
 *
 * <p>It is lost when its znode is deleted by somebody else, when the session ends, and when the
 * session can no longer be alive by the local clock, which is before the client gives it up. Lost
 * once is lost for ever, even where the session then turns out to live.
 */
final class Hold {
  private static final Logger LOG = LoggerFactory.getLogger(Hold.class);

  /** While no server answers, the clock is looked at so often in a session timeout. */
  private static final int LOOKS_PER_TIMEOUT = 10;

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final LockSite site;
  private final String node;
  private final ZkSession session;
  private final long fencingToken;
  private final AtomicReference<Held.State> state = new AtomicReference<>(Held.State.HELD);
  private final AtomicInteger handles = new AtomicInteger(1);
  private final LossListeners listeners = new LossListeners();
  private final Settable<Held.State> letGo;
  private volatile @Nullable Registration stateListener;

  private Hold(LockSite site, String node, ZkSession session, long fencingToken) {
    this.site = site;
    this.node = node;
    this.session = session;
    this.fencingToken = fencingToken;
    this.letGo = site.support().newResult("letting go of " + site);
  }

  /** Begins to watch over a lock that was just acquired. On the event queue. */
  static Hold begin(LockSite site, String node, ZkSession session, long fencingToken) {
    Hold hold = new Hold(site, node, session, fencingToken);
    hold.stateListener = site.client().onStateChange(hold::onStateChange);
    hold.lookAtClock(); // what changed before is told to nobody
    return hold;
  }

  private void stopListening() {
    Registration listener = stateListener;
    if (listener != null) {
      listener.close();
    }
  }

  LockSite site() {
    return site;
  }

  /** Returns the path of the lock's znode. */
  String path() {
    return site.pathOf(node);
  }

  long fencingToken() {
    return fencingToken;
  }

  Held.State state() {
    isValid(); // by the clock too
    return Objects.requireNonNull(state.get());
  }

  boolean isValid() {
    if (state.get() != Held.State.HELD) {
      return false;
    }
    if (session.isAlive()) {
      return true;
    }
    lost("its session can no longer be alive", step -> site.support().run(step));
    return false;
  }

  // ---- loss ------------------------------------------------------------------------------------

  /** Hears what happens to the lock's znode. On the event queue. */
  void onNodeEvent(WatchEvent event) {
    switch (event) {
      case WatchEvent.Deleted deleted -> lost("somebody deleted its znode", Runnable::run);
      case WatchEvent.Gap gap -> lost("its session is over", Runnable::run);
      case WatchEvent.DataChanged changed -> watchAgain();
      case WatchEvent.Created created -> watchAgain();
      case WatchEvent.ChildrenChanged changed -> watchAgain();
    }
  }

  private void watchAgain() {
    if (state.get() != Held.State.HELD) {
      return;
    }
    site.async()
        .getAndWatch(path(), this::onNodeEvent)
        .link(
            answered -> {
              switch (answered.exception()) {
                case null -> {}
                case NoNodeException gone -> lost("somebody deleted its znode", Runnable::run);
                case UnavailableException lost -> site.support().after(PAUSE, this::watchAgain);
                case SessionException over -> {} // told by other ways
                case Throwable failure -> LOG.warn("{} can no longer be watched", site, failure);
              }
            });
  }

  /** On the state queue: a slow callback of the event queue must not hide the end of a session. */
  private void onStateChange(StateChange change) {
    switch (change.state()) {
      case CONNECTED -> {}
      case SUSPENDED -> {
        postponed();
        site.support().run(this::lookAtClock);
      }
      case LOST -> {
        lost("its session is over", Runnable::run);
        // Known before, perhaps, and being told on an event queue that has ended with the client.
        listeners.tell(Runnable::run);
        settled(Held.State.RELEASED);
      }
    }
  }

  private void lookAtClock() {
    if (isValid() && site.client().state() == ConnectionState.SUSPENDED) {
      site.support().after(session.timeout().dividedBy(LOOKS_PER_TIMEOUT), this::lookAtClock);
    }
  }

  /** The server refused something because the lock's znode is gone. */
  void refused() {
    lost("somebody deleted its znode", step -> site.support().run(step));
  }

  private void lost(String why, Executor queue) {
    if (!state.compareAndSet(Held.State.HELD, Held.State.LOST)) {
      return;
    }
    LOG.warn("{} was lost: {}", site, why);
    listeners.tell(queue);
  }

  Registration onLost(Runnable action) {
    LossListeners.Listener listener = listeners.add(action);
    if (state() == Held.State.LOST) {
      // A client that is over has no queues any more, so it is told here.
      listeners.tell(listener, site.end() == null ? site.support()::run : Runnable::run);
    }
    return listener;
  }

  // ---- letting go ------------------------------------------------------------------------------

  /** Adds a handle, unless the lock is not held any more. */
  boolean enter() {
    return isValid() && handles.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
  }

  /** Whether the last handle was closed. */
  boolean isLettingGo() {
    return handles.get() == 0;
  }

  /** Takes a handle back. The last one lets go. */
  void leave() {
    if (handles.decrementAndGet() > 0) {
      return;
    }
    listeners.clear();
    boolean held = state.compareAndSet(Held.State.HELD, Held.State.RELEASING);
    if (site.end() != null) {
      settled(Held.State.RELEASED); // the znode goes with the session
      return;
    }
    // Also when the lock was lost: by the clock alone, the znode may still be there.
    Withdrawal.ofNode(
        site.client(),
        site.path(),
        node,
        new Withdrawal.Progress() {
          @Override
          public void postponed() {
            Hold.this.postponed();
          }

          @Override
          public void done() {
            settled(Held.State.RELEASED);
          }
        });
    if (!held || site.client().state() != ConnectionState.CONNECTED) {
      postponed();
    }
  }

  private void settled(Held.State to) {
    state.compareAndSet(Held.State.RELEASING, to);
    stopListening();
    letGo.complete(to);
  }

  /** It may take long: nobody need wait for it. */
  private void postponed() {
    if (state.get() != Held.State.HELD) {
      letGo.complete(Held.State.RELEASING);
    }
  }

  /** Waits until the znode is gone, or its deletion goes on in the background. */
  void awaitLetGo() {
    AsyncResult<Held.State> result = letGo.result();
    try {
      result.await(site.support().defaultDeadline());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt(); // the deletion goes on without us
    } catch (CallbackDeadlockException inCallback) {
      // The deletion is under way, and is confirmed after this callback.
    }
  }
}
