package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.testing.history.ViolationError;
import dev.mirliton.zk.testing.model.CommittedChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A session never goes back: what it asks after an answer shows at least what that answer showed,
 * whichever znode and whichever server.
 */
final class OrderCheck {
  private final Truth truth;

  OrderCheck(Truth truth) {
    this.truth = truth;
  }

  /** A request begins or ends. */
  private record Step(int place, Request request, boolean ends) {}

  void verify(List<Life> lives) {
    lives.forEach(this::verify);
    lives.forEach(this::verifyProgramOrder);
  }

  /** What one thread asks for is done in that order, whatever becomes of the connection. */
  private void verifyProgramOrder(Life life) {
    Request before = null;
    long beforeZxid = 0;
    for (Request request : life.requests()) {
      if (request.isAsync() && request.deed() instanceof Deed.Marked marked) {
        for (CommittedChange effect : truth.marked(marked.mark())) {
          if (effect.zxid() < beforeZxid) {
            throw new ViolationError(
                "requests of one thread are done in their order",
                List.of("" + before, "was done after", "" + request));
          }
          before = request;
          beforeZxid = effect.zxid();
        }
      }
    }
  }

  private void verify(Life life) {
    List<Step> steps = new ArrayList<>();
    for (Request request : life.requests()) {
      if (request.session() != 0) {
        steps.add(new Step(request.began(), request, false));
        steps.add(new Step(request.ended(), request, true));
      }
    }
    steps.sort(Comparator.comparingInt(Step::place));
    TreeMap<Long, Long> seen = new TreeMap<>();
    TreeMap<Integer, Long> atLeast = new TreeMap<>();
    for (Step step : steps) {
      long session = step.request().session();
      if (step.ends()) {
        long shown = shown(step.request(), atLeast.getOrDefault(step.request().began(), 0L));
        seen.merge(session, shown, Math::max);
      } else {
        atLeast.put(step.place(), seen.getOrDefault(session, 0L));
      }
    }
  }

  /** Returns the earliest moment that the request can have seen. */
  private long shown(Request request, long atLeast) {
    long mzxid;
    switch (request.answer()) {
      case Node node -> mzxid = node.stat().mzxid();
      case Stat written -> mzxid = written.mzxid();
      case Optional<?> found ->
          mzxid = found.map(stat -> ((Stat) stat).mzxid()).orElse(FiredOnce.ABSENT);
      case null -> {
        if (!(request.failure() instanceof NoNodeException)) {
          return atLeast;
        }
        mzxid = FiredOnce.ABSENT;
      }
      default -> {
        return atLeast;
      }
    }
    long shown = truth.shown(request.deed().path(), mzxid, atLeast);
    if (shown < 0) {
      throw new ViolationError(
          "a session that has seen 0x%x sees nothing older".formatted(atLeast),
          List.of("" + request, "truth: " + truth.of(request.deed().path())));
    }
    return shown;
  }
}
