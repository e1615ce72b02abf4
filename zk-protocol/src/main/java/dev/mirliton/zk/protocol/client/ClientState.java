package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.AuthenticationFailedException;
import dev.mirliton.zk.ClientClosedException;
import dev.mirliton.zk.DeadlineExceededException;
import dev.mirliton.zk.Failure;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.GaveUpException;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.StateListener;
import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.ListenerCall;
import dev.mirliton.zk.spi.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * How the connection fares, for those who ask, those who listen and those who wait for it. Changed
 * by the session's step only.
 */
final class ClientState {
  private final CallbackQueue queue;
  private final List<Listening> listeners = new CopyOnWriteArrayList<>();
  private final List<Promise<Void>> waiting = new CopyOnWriteArrayList<>();
  private final List<Runnable> settlings = new CopyOnWriteArrayList<>();
  private final List<Runnable> endings = new CopyOnWriteArrayList<>();
  private volatile KeeperState now = KeeperState.CONNECTING;
  private volatile @Nullable ClientSession session;
  private volatile @Nullable Throwable lastFailure;
  private volatile @Nullable Throwable endCause;

  ClientState(CallbackQueue queue) {
    this.queue = queue;
  }

  /** A listener; each registration is one of its own. */
  private static final class Listening {
    final StateListener listener;

    Listening(StateListener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
    }
  }

  /** Tells a listener of a change, unless it was taken back meanwhile. */
  private final class Telling implements ListenerCall {
    private final Listening who;
    private final StateChange change;

    Telling(Listening who, StateChange change) {
      this.who = who;
      this.change = change;
    }

    @Override
    public void run() {
      if (listeners.contains(who)) {
        who.listener.onStateChange(change);
      }
    }

    @Override
    public Object listener() {
      return who.listener;
    }

    @Override
    public String subject() {
      return change.detail().name();
    }

    @Override
    public String toString() {
      return "state listener of " + change.detail();
    }
  }

  KeeperState now() {
    return now;
  }

  @Nullable ClientSession session() {
    return session;
  }

  void session(ClientSession granted) {
    session = granted;
  }

  /** Remembers why an attempt failed, for whoever waits in vain. */
  void failed(Throwable cause) {
    lastFailure = cause;
  }

  Registration listen(StateListener listener) {
    Listening registered = new Listening(listener);
    listeners.add(registered);
    return () -> listeners.remove(registered);
  }

  @SuppressWarnings("NullAway") // a Promise<Void> has the value null
  StateChange change(KeeperState to, @Nullable Throwable cause) {
    if (to.isTerminal()) {
      endCause = cause; // before the state that leads others to look at it
    }
    now = to;
    StateChange change = new StateChange(to.connection(), to, session, cause);
    for (Listening each : listeners) {
      queue.add(new Telling(each, change));
    }
    if (isSettled(to)) {
      for (Promise<Void> promise : waiting) {
        promise.settle(null);
      }
      settlings.forEach(Runnable::run);
    }
    if (to.isTerminal()) {
      endings.forEach(Runnable::run);
    }
    return change;
  }

  /**
   * Runs {@code told} when no other state will follow, at once if that is so already. It runs
   * within the session's step, because a queue may have no time left then: it must not block, and
   * may come twice.
   *
   * @return closing it forgets {@code told}
   */
  Registration onEnd(Runnable told) {
    Runnable registered = told::run; // each registration is one of its own
    endings.add(registered);
    if (now.isTerminal()) {
      registered.run();
    }
    return () -> endings.remove(registered);
  }

  /**
   * Runs {@code told} when the client is connected, or no other state will follow; at once if that
   * is so already. As {@link #onEnd} does.
   */
  Registration onSettled(Runnable told) {
    Runnable registered = told::run; // each registration is one of its own
    settlings.add(registered);
    if (isSettled(now)) {
      registered.run();
    }
    return () -> settlings.remove(registered);
  }

  /** Returns what requests fail with when no other state will follow. */
  SessionException end(Failure failure, Fate fate, @Nullable Throwable cause) {
    return switch (now) {
      case AUTH_FAILED -> new AuthenticationFailedException(failure, fate, cause);
      case GAVE_UP -> new GaveUpException(failure, fate, cause == null ? lastFailure : cause);
      case DETACHED -> ClientClosedException.detached(failure, fate);
      default -> new ClientClosedException(failure, fate, cause);
    };
  }

  private static boolean isSettled(KeeperState state) {
    return state == KeeperState.CONNECTED
        || state == KeeperState.CONNECTED_READ_ONLY
        || state.isTerminal();
  }

  void awaitConnected(Duration limit) throws InterruptedException {
    Promise<Void> settled = new Promise<>(queue);
    waiting.add(settled);
    try {
      boolean inTime = isSettled(now) || settled.await(limit);
      Failure failure = Failure.local("connect", null);
      Throwable last = lastFailure;
      if (now.isTerminal()) {
        throw end(failure, Fate.NOT_SENT, endCause);
      }
      if (!inTime) {
        throw new DeadlineExceededException(failure, Fate.NOT_SENT, last);
      }
    } finally {
      waiting.remove(settled);
    }
  }
}
