package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.testing.history.ViolationError;
import dev.mirliton.zk.testing.model.CommittedChange;
import java.util.ArrayList;
import java.util.List;

/** No watch stays silent about a change, tells it late, or tells it twice. */
final class WatchCheck {
  private final Truth truth;

  WatchCheck(Truth truth) {
    this.truth = truth;
  }

  void verify(List<Life> lives, List<Life> open) {
    for (Life life : lives) {
      for (FiredOnce.Armed armed : life.firedOnce().all()) {
        if (armed.events().size() > 1 || armed.session() == 0 && !armed.events().isEmpty()) {
          throw new ViolationError("a one-shot watch fires once", List.of("" + armed));
        }
      }
      life.comings().forEach(comings -> verify(life, comings, open.contains(life)));
    }
    for (Life life : open) {
      life.firedOnce().all().forEach(this::verifyFired);
      life.followers().forEach(this::verifyArrived);
    }
  }

  private void verifyFired(FiredOnce.Armed armed) {
    if (armed.session() == 0 || !armed.events().isEmpty()) {
      return;
    }
    // Set on nothing and nothing there now: what was between was another watch's to tell, or ours.
    List<CommittedChange> since =
        armed.mzxid() == FiredOnce.ABSENT
            ? truth.mzxid(armed.path()) == FiredOnce.ABSENT ? List.of() : truth.of(armed.path())
            : truth.of(armed.path()).stream()
                .filter(change -> change.zxid() > armed.mzxid())
                .toList();
    if (!since.isEmpty()) {
      throw new ViolationError(
          "a watch tells the first change, or that its session is over",
          List.of("" + armed, "truth: " + since));
    }
  }

  private void verifyArrived(Follower follower) {
    if (!follower.waits() || follower.mzxid() != truth.mzxid(follower.path())) {
      throw new ViolationError(
          "who follows a znode by watches gets to its last state",
          List.of("" + follower, "truth: " + truth.of(follower.path())));
    }
  }

  // ---- The lasting watch

  /** Between two gaps everything is told, in order; what one gap hides follows no other rule. */
  private void verify(Life life, Comings comings, boolean open) {
    List<WatchEvent> happened = new ArrayList<>();
    for (CommittedChange change : truth.all()) {
      if (change.path().startsWith(Comings.ROOT + "/")) {
        happened.add(event(change));
      }
    }
    int at = 0;
    List<WatchEvent> run = new ArrayList<>();
    for (WatchEvent event : comings.events()) {
      if (event instanceof WatchEvent.Gap) {
        at = place(life, comings, happened, run, at) + run.size();
        run.clear();
      } else {
        run.add(event);
      }
    }
    at = place(life, comings, happened, run, at) + run.size();
    if (open && comings.isWatching() && !run.isEmpty() && at != happened.size()) {
      throw broken(life, comings, happened.subList(at, happened.size()));
    }
  }

  private static int place(
      Life life, Comings comings, List<WatchEvent> happened, List<WatchEvent> run, int from) {
    for (int at = from; at + run.size() <= happened.size(); at++) {
      if (happened.subList(at, at + run.size()).equals(run)) {
        return at;
      }
    }
    throw broken(life, comings, happened.subList(from, happened.size()));
  }

  private static ViolationError broken(Life life, Comings comings, List<WatchEvent> happened) {
    return new ViolationError(
        "a lasting watch tells everything, in order, or that there is a gap",
        List.of(life + " was told " + comings.events(), "truth: " + happened));
  }

  private static WatchEvent event(CommittedChange change) {
    return switch (change.kind()) {
      case CREATED -> new WatchEvent.Created(change.path());
      case DELETED -> new WatchEvent.Deleted(change.path());
      default -> new WatchEvent.DataChanged(change.path());
    };
  }
}
