package dev.mirliton.zk.testing.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an order of calls that explains their answers. Used once.
 *
 * <p>After Wing and Gong's search with Lowe's improvements. A call takes effect at some instant
 * between its call and its answer, and that instant can always be put off until just before some
 * answer came in. So answers are taken in the order they came, and only when one is not explained
 * yet, calls that run at that instant take effect, the answered one last. What has been tried is
 * remembered: how many answers are explained, which running calls have taken effect, and the state.
 *
 * <p>A call of unknown fate never has to take effect. To have spent fewer of them is never worse,
 * so what was tried with some of them need not be tried with more. The same holds for calls that do
 * nothing which others could not do in their place. And as an order seldom needs many, one that
 * spends few is preferred to one that has come a little further.
 */
final class OrderSearch<S, O, R> {
  /** How many explained answers outweigh one more call of unknown fate. A matter of speed only. */
  private static final long WEIGHT = 20;

  /** How the search ended. */
  sealed interface Result<S, O, R> {
    /** With an order. */
    record Found<S, O, R>(List<Recorded<O, R>> order) implements Result<S, O, R> {}

    /**
     * There is no order.
     *
     * @param blocked the first answer that no order explains together with those before it
     * @param states all that are possible when the answer before it came
     * @param steps how many it took to find out
     */
    record Stuck<S, O, R>(Recorded<O, R> blocked, Moment at, Set<S> states, long steps)
        implements Result<S, O, R> {}

    /**
     * The limit was reached.
     *
     * @param explained how many of the {@code required} answers were explained at best
     * @param next the answer after those
     */
    record GaveUp<S, O, R>(int explained, int required, Recorded<O, R> next)
        implements Result<S, O, R> {}
  }

  private record Node<S, O, R>(
      int explained,
      Marks ahead,
      S state,
      Marks spent,
      @Nullable Node<S, O, R> parent,
      @Nullable Recorded<O, R> call,
      boolean isPutOff,
      long id) {

    long merit() {
      return explained - WEIGHT * (spent.count() + (isPutOff ? 1 : 0));
    }

    /** Returns this as something to come back to, when it is time to spend. */
    Node<S, O, R> putOff(long newId) {
      return new Node<>(explained, ahead, state, spent, parent, call, true, newId);
    }

    boolean explainsMoreThanParent() {
      return parent == null || parent.explained < explained;
    }
  }

  private record Tried<S>(int explained, Marks ahead, S state) {}

  private final SequentialModel<S, O, R> model;
  private final Schedule<O, R> schedule;
  private final long stepLimit;
  private final PriorityQueue<Node<S, O, R>> open =
      new PriorityQueue<>(
          Comparator.<Node<S, O, R>>comparingLong(Node::merit)
              .thenComparingLong(Node::id)
              .reversed());
  private final Map<Tried<S>, List<Marks>> tried = new HashMap<>();
  private final Set<S> furthestStates = new LinkedHashSet<>();
  private int furthest = -1;
  private long steps;
  private long nodes;

  OrderSearch(SequentialModel<S, O, R> model, Schedule<O, R> schedule, long stepLimit) {
    this.model = model;
    this.schedule = schedule;
    this.stepLimit = stepLimit;
  }

  Result<S, O, R> run() {
    open.add(new Node<>(0, Marks.NONE, model.initial(), Marks.NONE, null, null, false, nodes++));
    while (true) {
      Node<S, O, R> node = open.poll();
      if (node == null) {
        Schedule.Answered<O, R> blocked = schedule.answer(furthest);
        return new Result.Stuck<>(blocked.call(), blocked.at(), furthestStates, steps);
      }
      if (node.explained == schedule.required()) {
        return new Result.Found<>(order(node));
      }
      if (node.isPutOff) {
        spend(node);
      } else if (isNew(node)) {
        note(node);
        if (!isTooLate(node)) {
          takeNext(node);
        }
      }
      if (steps > stepLimit) {
        return new Result.GaveUp<>(furthest, schedule.required(), schedule.answer(furthest).call());
      }
    }
  }

  /** Whether some call that runs can no longer be answered as it was. */
  private boolean isTooLate(Node<S, O, R> node) {
    if (isTooLate(node, schedule.answer(node.explained))) {
      return true;
    }
    for (Schedule.Answered<O, R> running : schedule.runningBeside(node.explained)) {
      if (!node.ahead.has(running.slot()) && isTooLate(node, running)) {
        return true;
      }
    }
    return false;
  }

  private boolean isTooLate(Node<S, O, R> node, Schedule.Answered<O, R> running) {
    return model.isTooLate(node.state, running.call().operation(), running.result());
  }

  private boolean isNew(Node<S, O, R> node) {
    List<Marks> spendings =
        tried.computeIfAbsent(
            new Tried<>(node.explained, node.ahead, node.state), key -> new ArrayList<>(1));
    for (Marks cheaper : spendings) {
      if (schedule.isNoWorse(cheaper, node.spent)) {
        return false;
      }
    }
    spendings.removeIf(dearer -> schedule.isNoWorse(node.spent, dearer));
    spendings.add(node.spent);
    return true;
  }

  private void note(Node<S, O, R> node) {
    if (node.explained > furthest) {
      furthest = node.explained;
      furthestStates.clear();
    }
    if (node.explained == furthest && node.explainsMoreThanParent()) {
      furthestStates.add(node.state);
    }
  }

  /** Adds what can come next, the most promising last: of equals, the last is taken first. */
  private void takeNext(Node<S, O, R> node) {
    if (schedule.adriftBefore(node.explained) > 0) {
      open.add(node.putOff(nodes++));
    }
    List<Schedule.Answered<O, R>> beside = schedule.runningBeside(node.explained);
    for (int i = beside.size() - 1; i >= 0; i--) {
      if (!node.ahead.has(beside.get(i).slot())) {
        take(node, beside.get(i));
      }
    }
    take(node, schedule.answer(node.explained));
  }

  /** Adds what can come next if a call of unknown fate takes effect now. */
  private void spend(Node<S, O, R> node) {
    for (int i = schedule.adriftBefore(node.explained) - 1; i >= 0; i--) {
      int twin = schedule.twin(i);
      if (!node.spent.has(i) && (twin < 0 || node.spent.has(twin))) {
        spend(node, i, schedule.adrift().get(i));
      }
    }
  }

  private void spend(Node<S, O, R> node, int number, Recorded<O, R> call) {
    steps++;
    Marks spent = node.spent.with(number);
    for (S state : model.afterUnknown(node.state, call.operation())) {
      // Without effect it might as well not have happened.
      if (!state.equals(node.state)) {
        open.add(new Node<>(node.explained, node.ahead, state, spent, node, call, false, nodes++));
      }
    }
  }

  private void take(Node<S, O, R> node, Schedule.Answered<O, R> answered) {
    steps++;
    List<S> states = model.after(node.state, answered.call().operation(), answered.result());
    if (states.isEmpty()) {
      return;
    }
    int explained = node.explained;
    Marks ahead = node.ahead.with(answered.slot());
    while (explained < schedule.required() && ahead.has(schedule.answer(explained).slot())) {
      ahead = ahead.without(schedule.answer(explained).slot());
      explained++;
    }
    for (S state : states) {
      open.add(
          new Node<>(explained, ahead, state, node.spent, node, answered.call(), false, nodes++));
    }
  }

  private List<Recorded<O, R>> order(Node<S, O, R> last) {
    List<Recorded<O, R>> order = new ArrayList<>();
    for (Node<S, O, R> node = last; node != null; node = node.parent) {
      if (node.call != null) {
        order.add(node.call);
      }
    }
    Collections.reverse(order);
    return order;
  }
}
