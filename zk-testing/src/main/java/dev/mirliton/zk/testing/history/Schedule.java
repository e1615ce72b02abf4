package dev.mirliton.zk.testing.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which calls may come before which answer: all that {@link OrderSearch} asks about time, worked
 * out beforehand.
 *
 * <p>Answers are numbered by the order in which they came in. Each answered call has a slot, its
 * own while it runs and another's afterwards, so that a set of running calls is small.
 */
final class Schedule<O, R> {

  /** An answered call. */
  record Answered<O, R>(Recorded<O, R> call, R result, Moment at, int slot) {}

  /**
   * What is to know of a call of unknown fate.
   *
   * @param twin the latest earlier one that does quite the same, or −1
   */
  private record Drifting(int twin, Object role, boolean isSeen) {}

  private final List<Answered<O, R>> answers = new ArrayList<>();
  private final List<List<Answered<O, R>>> running = new ArrayList<>();
  private final List<Recorded<O, R>> adrift = new ArrayList<>();
  private final List<Drifting> drifting = new ArrayList<>(); // one for each adrift
  private final int required;

  /**
   * Works out the schedule.
   *
   * @param calls in the order they began
   * @param until answers that came later need not be reached
   */
  Schedule(SequentialModel<?, O, R> model, List<Recorded<O, R>> calls, Moment until) {
    List<Answered<O, R>> beginners = new ArrayList<>(); // that have not been answered yet
    for (Recorded<O, R> call : calls) {
      switch (call.outcome()) {
        case Outcome.Ok<R> ok -> {
          beginners.removeIf(other -> other.at().isBefore(call.called()));
          Answered<O, R> answered = new Answered<>(call, ok.result(), ok.at(), freeSlot(beginners));
          beginners.add(answered);
          answers.add(answered);
        }
        case Outcome.Unknown<R> unknown -> adrift.add(call);
        case Outcome.Running<R> stillRunning -> adrift.add(call);
        case Outcome.Failed<R> failed -> {}
      }
    }
    answers.sort(Comparator.comparing(Answered::at));
    required = (int) answers.stream().filter(answer -> !until.isBefore(answer.at())).count();
    findRunning();
    findTwins(model);
  }

  private int freeSlot(List<Answered<O, R>> taken) {
    BitSet slots = new BitSet();
    taken.forEach(answered -> slots.set(answered.slot()));
    return slots.nextClearBit(0);
  }

  private void findRunning() {
    for (int i = 0; i < answers.size(); i++) {
      running.add(new ArrayList<>());
      Moment called = answers.get(i).call().called();
      for (int j = i - 1; j >= 0 && called.isBefore(answers.get(j).at()); j--) {
        running.get(j).add(answers.get(i));
      }
    }
  }

  private void findTwins(SequentialModel<?, O, R> model) {
    List<R> results = answers.stream().map(Answered::result).toList();
    Map<Object, Integer> latest = new HashMap<>();
    for (int i = 0; i < adrift.size(); i++) {
      O operation = adrift.get(i).operation();
      Object role = model.role(operation);
      boolean isSeen = model.isSeen(operation, results);
      Integer twin = latest.put(isSeen ? operation : new Unseen(role), i);
      drifting.add(new Drifting(twin == null ? -1 : twin, role, isSeen));
    }
  }

  /** Keeps roles apart from operations, which may be equal to them. */
  private record Unseen(Object role) {}

  /** Returns how many answers must be explained. */
  int required() {
    return required;
  }

  /** Returns the answer of a number. */
  Answered<O, R> answer(int number) {
    return answers.get(number);
  }

  /** Returns the other calls that ran when the answer came, the first to be answered first. */
  List<Answered<O, R>> runningBeside(int number) {
    return running.get(number);
  }

  /** Returns the calls of unknown fate, in the order they began. */
  List<Recorded<O, R>> adrift() {
    return adrift;
  }

  /** Returns how many of {@link #adrift} had begun when the answer came. */
  int adriftBefore(int number) {
    Moment at = answers.get(number).at();
    int low = 0;
    int high = adrift.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (adrift.get(middle).called().isBefore(at)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns the latest earlier one of {@link #adrift} that does quite the same, or −1. */
  int twin(int adriftCall) {
    return drifting.get(adriftCall).twin();
  }

  /**
   * Whether to have spent the ones leaves at least the chances that to have spent the others does.
   * Whatever an unseen call could still do, another of its role can do as well.
   */
  boolean isNoWorse(Marks ones, Marks others) {
    if (ones.within(others)) {
      return true;
    }
    Map<Object, Integer> substitutes = new HashMap<>();
    for (int other : others.except(ones)) {
      substitutes.merge(drifting.get(other).role(), 1, Integer::sum);
    }
    for (int one : ones.except(others)) {
      Drifting call = drifting.get(one);
      if (call.isSeen() || substitutes.merge(call.role(), -1, Integer::sum) < 0) {
        return false;
      }
    }
    return true;
  }
}
