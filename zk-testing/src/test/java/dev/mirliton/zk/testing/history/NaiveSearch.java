package dev.mirliton.zk.testing.history;

import java.util.ArrayList;
import java.util.List;

/** Tries every order, with nothing clever about it: what {@link OrderSearch} must agree with. */
final class NaiveSearch<S, O, R> {
  private final SequentialModel<S, O, R> model;

  NaiveSearch(SequentialModel<S, O, R> model) {
    this.model = model;
  }

  boolean isLinearizable(List<Recorded<O, R>> calls) {
    List<Recorded<O, R>> relevant =
        calls.stream().filter(call -> !(call.outcome() instanceof Outcome.Failed<R>)).toList();
    return canGoOn(model.initial(), relevant);
  }

  private boolean canGoOn(S state, List<Recorded<O, R>> left) {
    if (left.stream().noneMatch(call -> call.outcome() instanceof Outcome.Ok<R>)) {
      return true;
    }
    for (Recorded<O, R> next : left) {
      if (left.stream().anyMatch(other -> endedBefore(other, next))) {
        continue;
      }
      List<Recorded<O, R>> rest = new ArrayList<>(left);
      rest.remove(next);
      List<S> states =
          next.outcome() instanceof Outcome.Ok<R> ok
              ? model.after(state, next.operation(), ok.result())
              : model.afterUnknown(state, next.operation());
      if (states.stream().anyMatch(after -> canGoOn(after, rest))) {
        return true;
      }
    }
    return false;
  }

  static <O, R> boolean endedBefore(Recorded<O, R> one, Recorded<O, R> other) {
    return one.outcome() instanceof Outcome.Ok<R> ok && ok.at().isBefore(other.called());
  }
}
