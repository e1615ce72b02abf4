package dev.mirliton.zk.recipes.lock;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.Observed;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.SessionExpiredException;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.recipes.node.OwnedNode;
import dev.mirliton.zk.recipes.node.Steps;
import org.jspecify.annotations.Nullable;

/**
 * One znode's way to the front of the queue. All steps are on the client's event queue, one request
 * at a time.
 *
 * <pre>
 *   create ──► look ──► claim ──► granted
 *               ▲ │ └──► over: another candidacy must begin
 *               │ ▼
 *              wait
 * </pre>
 *
 * <p>Only a znode of the current session counts. The session is compared at every look, and with
 * the server's word for it, the znode's owner, before the lock is granted.
 */
final class Candidacy {
  private final LockSite site;
  private final Outcome outcome;
  private final Steps steps;
  private final OwnedNode node;
  private @Nullable Registration watch; // on the predecessor, while we wait
  private @Nullable String waiting; // our znode, while we wait
  private boolean fired; // a watch did, perhaps before its answer was heard
  private @Nullable Hold hold;

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
    this.steps = new Steps(site.support());
    this.node =
        new OwnedNode(
            site.client(),
            site.path(),
            site.options().layout().prefix(site.support().uniqueName()),
            site.options().identifier().getBytes(UTF_8),
            steps,
            this::end);
  }

  void begin() {
    node.create(this::look);
  }

  // ---- look ------------------------------------------------------------------------------------

  private void look(String me) {
    stopWatching();
    if (node.currentSession() == null) {
      end();
      return;
    }
    steps.after(
        site.async().children(site.path()),
        children -> {
          switch (site.order().decide(children, me)) {
            case LockOrder.Turn.First first -> claim(me);
            case LockOrder.Turn.Behind behind -> waitFor(behind.predecessor(), me);
            case LockOrder.Turn.Gone gone -> end();
          }
        },
        failure -> {
          if (failure instanceof NoNodeException) {
            end(); // the parent is gone, and we with it
          } else {
            steps.retry(failure, () -> look(me), this::end);
          }
        });
  }

  // ---- wait ------------------------------------------------------------------------------------

  private void waitFor(String predecessor, String me) {
    if (!outcome.mustWait()) {
      return;
    }
    fired = false;
    // Not exists: that would leave a watch behind for a znode that never comes back.
    steps.after(
        site.async()
            .getAndWatch(
                site.pathOf(predecessor),
                event -> {
                  fired = true;
                  recheck();
                }),
        observed -> {
          waiting = me;
          watch = observed.registration();
          // A watch that was asked for in one session may have been set in the next, which our
          // znode is not in; and the news of it may have come while nobody was waiting yet.
          if (fired || node.currentSession() == null) {
            look(me);
          }
        },
        failure -> {
          if (failure instanceof NoNodeException) {
            look(me);
          } else {
            steps.retry(failure, () -> look(me), this::end);
          }
        });
  }

  /** Somebody may have come or gone: looks again, unless a look is under way. */
  void recheck() {
    String me = waiting;
    if (!steps.isEnded() && me != null) {
      look(me);
    }
  }

  private void stopWatching() {
    Registration current = watch;
    watch = null;
    waiting = null;
    if (current != null) {
      current.close();
    }
  }

  // ---- claim -----------------------------------------------------------------------------------

  private void claim(String me) {
    fired = false;
    steps.after(
        site.async().getAndWatch(site.pathOf(me), this::onOwnEvent),
        observed -> claimed(me, observed),
        failure -> {
          if (failure instanceof NoNodeException) {
            end();
          } else {
            steps.retry(failure, () -> look(me), this::end);
          }
        });
  }

  private void claimed(String me, Observed<Node> observed) {
    ZkSession session = node.currentSession();
    if (session == null || !node.isOurs(observed.value().stat())) {
      observed.close();
      end();
    } else if (fired) {
      look(me);
    } else {
      steps.end();
      Hold held = Hold.begin(site, me, session, observed.value().stat().czxid());
      hold = held;
      outcome.granted(held);
    }
  }

  private void onOwnEvent(WatchEvent event) {
    Hold held = hold;
    fired = true;
    if (held != null) {
      held.onNodeEvent(event);
    }
  }

  // ---- ends ------------------------------------------------------------------------------------

  private void end(Throwable failure) {
    if (failure instanceof SessionExpiredException) {
      end();
    } else {
      withdraw();
      outcome.failed(failure);
    }
  }

  private void end() {
    withdraw();
    outcome.over();
  }

  /** Gives up, unless the lock was granted; no znode stays behind. Tells the outcome nothing. */
  void withdraw() {
    if (!steps.isEnded()) {
      steps.end();
      stopWatching();
      node.withdraw();
    }
  }
}
