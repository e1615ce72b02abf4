package dev.mirliton.zk.recipes.lock;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ConnectionLossException;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.Observed;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.SessionExpiredException;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.ZkPath;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.recipes.cleanup.Withdrawal;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One znode's way to the front of the queue. All steps are on the client's event queue, one at a
 * time, at most one request under way.
 *
 * <pre>
 *   create ──► look ──► claim ──► granted
 *     ▲ │       ▲ │ └──► over: another candidacy must begin
 *     │ ▼       │ ▼
 *    find      wait
 * </pre>
 *
 * <p>The znode's name is ours from before the create is sent: when a create gets no answer, the
 * znode is looked for under that name before another is created, and whenever a candidacy ends
 * without a lock, whatever goes by that name is deleted.
 *
 * <p>Only a znode of the current session counts. The session is compared at every step, and the
 * server's word for it, the znode's owner, before the lock is granted.
 */
final class Candidacy {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final LockSite site;
  private final Outcome outcome;
  private final String prefix;
  private @Nullable String node;
  private @Nullable ZkSession session; // that created the node
  private @Nullable AsyncResult<?> request; // under way
  private @Nullable Registration watch; // on the predecessor, while we wait
  private boolean fired; // a watch did, perhaps before its answer was heard
  private @Nullable Hold hold;
  private boolean mayExist; // the node
  private boolean ended;

  /** Hears what became of a candidacy: it is granted, over or failed, once. */
  interface Outcome {
    /** The lock is held. */
    void granted(Hold hold);

    /**
     * Somebody is before us.
     *
     * @return whether to wait
     */
    boolean mustWait();

    /** The znode or its session is gone. */
    void over();

    /** It cannot be. */
    void failed(Throwable failure);
  }

  Candidacy(LockSite site, Outcome outcome) {
    this.site = site;
    this.outcome = outcome;
    this.prefix = site.options().layout().prefix(site.support().uniqueName());
  }

  // ---- create ----------------------------------------------------------------------------------

  void create() {
    mayExist = true;
    step(
        site.async()
            .create(
                site.pathOf(prefix),
                site.options().identifier().getBytes(UTF_8),
                CreateOptions.EPHEMERAL.sequential()),
        created -> isAt(ZkPath.name(created)),
        failure -> {
          switch (failure) {
            case NoNodeException parent -> createParent();
            case UnavailableException lost ->
                again(lost, lost.fate() == Fate.UNKNOWN ? this::find : this::create);
            default -> end(failure);
          }
        });
  }

  private void createParent() {
    step(
        site.async().ensurePath(site.path()),
        made -> create(),
        failure -> retry(failure, this::createParent));
  }

  /** Looks whether a create that was not answered has happened. */
  private void find() {
    // It may have been carried out by a server that the present one has yet to catch up with.
    step(
        site.async().sync(site.path()),
        synced ->
            step(
                site.async().children(site.path()),
                this::foundAmong,
                failure -> {
                  if (failure instanceof NoNodeException) {
                    createParent();
                  } else {
                    retry(failure, this::find);
                  }
                }),
        failure -> retry(failure, this::find));
  }

  private void foundAmong(List<String> children) {
    children.stream()
        .filter(name -> name.startsWith(prefix))
        .findFirst()
        .ifPresentOrElse(this::isAt, this::create);
  }

  private void isAt(String name) {
    node = name;
    session = site.client().session();
    look();
  }

  // ---- look ------------------------------------------------------------------------------------

  private void look() {
    stopWatching();
    String me = node;
    if (me == null || !isSessionCurrent()) {
      end();
      return;
    }
    step(
        site.async().children(site.path()),
        children -> {
          switch (site.order().decide(children, me)) {
            case LockOrder.Turn.First first -> claim(me);
            case LockOrder.Turn.Behind behind -> waitFor(behind.predecessor());
            case LockOrder.Turn.Gone gone -> end();
          }
        },
        failure -> {
          if (failure instanceof NoNodeException) {
            end();
          } else {
            retry(failure, this::look);
          }
        });
  }

  private boolean isSessionCurrent() {
    ZkSession mine = session;
    return mine != null && mine.isAlive() && mine == site.client().session();
  }

  /** Somebody may have come or gone unnoticed: looks again if nothing else is under way. */
  void recheck() {
    if (!ended && watch != null) {
      look();
    }
  }

  // ---- wait ------------------------------------------------------------------------------------

  private void waitFor(String predecessor) {
    if (!outcome.mustWait()) {
      return;
    }
    fired = false;
    // Not exists: that would leave a watch behind for a znode that never comes back.
    step(
        site.async().getAndWatch(site.pathOf(predecessor), event -> onPredecessorEvent()),
        observed -> {
          watch = observed.registration();
          if (fired) {
            look();
          }
        },
        failure -> {
          if (failure instanceof NoNodeException) {
            look();
          } else {
            retry(failure, this::look);
          }
        });
  }

  private void onPredecessorEvent() {
    fired = true;
    recheck();
  }

  private void stopWatching() {
    Registration current = watch;
    watch = null;
    if (current != null) {
      current.close();
    }
  }

  // ---- claim -----------------------------------------------------------------------------------

  private void claim(String me) {
    fired = false;
    step(
        site.async().getAndWatch(site.pathOf(me), this::onOwnEvent),
        observed -> claimed(me, observed),
        failure -> {
          if (failure instanceof NoNodeException) {
            end();
          } else {
            retry(failure, this::look);
          }
        });
  }

  private void claimed(String me, Observed<Node> observed) {
    ZkSession mine = session;
    if (mine == null
        || !isSessionCurrent()
        || observed.value().stat().ephemeralOwner() != mine.id()) {
      observed.close();
      end();
      return;
    }
    if (fired) {
      look();
      return;
    }
    ended = true;
    Hold held = Hold.begin(site, me, mine, observed.value().stat().czxid());
    hold = held;
    outcome.granted(held);
  }

  private void onOwnEvent(WatchEvent event) {
    Hold held = hold;
    fired = true;
    if (held != null) {
      held.onNodeEvent(event);
    }
  }

  // ---- steps -----------------------------------------------------------------------------------

  private <T> void step(AsyncResult<T> made, Consumer<T> next, Consumer<Throwable> failed) {
    request = made;
    made.link(
        answered -> {
          if (ended) {
            return; // and withdrawn
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

  private void retry(Throwable failure, Runnable step) {
    if (failure instanceof UnavailableException unavailable) {
      again(unavailable, step);
    } else {
      end(failure);
    }
  }

  private void again(UnavailableException failure, Runnable step) {
    if (failure instanceof ConnectionLossException) {
      step.run(); // waits in the client's queue for the next connection
      return;
    }
    site.support()
        .after(
            PAUSE,
            () -> {
              if (!ended) {
                step.run();
              }
            });
  }

  // ---- ends ------------------------------------------------------------------------------------

  private void end(Throwable failure) {
    if (failure instanceof SessionExpiredException) {
      end();
      return;
    }
    withdraw();
    outcome.failed(failure);
  }

  private void end() {
    withdraw();
    outcome.over();
  }

  /** Gives up, and sees to it that no znode stays behind. Tells the outcome nothing. */
  void withdraw() {
    if (ended) {
      return;
    }
    ended = true;
    stopWatching();
    AsyncResult<?> current = request;
    if (current != null) {
      current.cancel();
    }
    String known = node;
    if (site.end() != null) {
      return; // it goes with the session
    }
    if (known != null) {
      Withdrawal.ofNode(site.client(), site.path(), known, Withdrawal.Progress.UNHEARD);
    } else if (mayExist) {
      Withdrawal.ofPrefix(site.client(), site.path(), prefix, Withdrawal.Progress.UNHEARD);
    }
  }
}
