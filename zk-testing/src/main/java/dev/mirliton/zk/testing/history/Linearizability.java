package dev.mirliton.zk.testing.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rule that calls which overlap in time can be put in one order, such that each took effect at
 * an instant between its call and its answer, and every answer is what a {@link SequentialModel}
 * would have said. Immutable.
 *
 * <p>A history of thousands of calls is judged in less than a second when few calls overlap. In the
 * worst case the time doubles with each call that overlaps the others, and with each that has an
 * unknown fate; so the search has a limit, after which it says that it does not know.
 *
 * @param <S> states of the model
 * @param <O> operations
 * @param <R> what they answer
 * @since 0.1
 */
public final class Linearizability<S, O, R> {
  private static final long STEP_LIMIT = 500_000;

  private final SequentialModel<S, O, R> model;
  private final @Nullable Function<? super O, ?> key;
  private final long stepLimit;

  private Linearizability(
      SequentialModel<S, O, R> model, @Nullable Function<? super O, ?> key, long stepLimit) {
    this.model = model;
    this.key = key;
    this.stepLimit = stepLimit;
  }

  /** Judges by {@code model}: all calls of a history are calls of one such object. */
  public static <S, O, R> Linearizability<S, O, R> of(SequentialModel<S, O, R> model) {
    return new Linearizability<>(model, null, STEP_LIMIT);
  }

  /**
   * Judges every key by itself: operations of different keys are calls of different objects. That
   * finds the same faults, and finds them much faster.
   */
  public Linearizability<S, O, R> perKey(Function<? super O, ?> key) {
    return new Linearizability<>(model, key, stepLimit);
  }

  /**
   * Sets the number of steps, that is of questions to the model, after which the search for one key
   * gives up. It is 500 000 unless set; each takes about a microsecond and 100 bytes.
   */
  public Linearizability<S, O, R> stepLimit(long limit) {
    if (limit <= 0) {
      throw new IllegalArgumentException("stepLimit must be positive but was " + limit);
    }
    return new Linearizability<>(model, key, limit);
  }

  /** Makes a check of a history, as it will be when asked. */
  public Check of(History<O, R> history) {
    return Check.named("linearizability of " + model.name(), () -> verify(history));
  }

  /**
   * Returns if {@code history} is linearizable.
   *
   * @throws ViolationError if it is not
   * @throws UndecidedError if the step limit was reached
   */
  public void verify(History<O, R> history) {
    switch (judge(history.calls())) {
      case Verdict.Linearizable<O, R> fine -> {}
      case Verdict.Violated<O, R> violated -> throw violated.error();
      case Verdict.Undecided<O, R> undecided -> throw new UndecidedError(undecided.reason());
    }
  }

  /**
   * Judges calls of one history.
   *
   * @param calls in the order they began
   */
  public Verdict<O, R> judge(List<Recorded<O, R>> calls) {
    List<Recorded<O, R>> order = new ArrayList<>();
    Verdict<O, R> undecided = null;
    for (Map.Entry<Object, List<Recorded<O, R>>> object : byKey(calls).entrySet()) {
      String name = key == null ? model.name() : model.name() + " " + object.getKey();
      switch (judgeOne(name, object.getValue())) {
        case Verdict.Linearizable<O, R> fine -> order.addAll(fine.order());
        case Verdict.Violated<O, R> violated -> {
          return violated;
        }
        case Verdict.Undecided<O, R> unknown -> undecided = unknown;
      }
    }
    return undecided == null ? new Verdict.Linearizable<>(List.copyOf(order)) : undecided;
  }

  private Map<Object, List<Recorded<O, R>>> byKey(List<Recorded<O, R>> calls) {
    Function<? super O, ?> key = this.key;
    if (key == null) {
      return Map.of("", calls);
    }
    Map<Object, List<Recorded<O, R>>> objects = new LinkedHashMap<>();
    for (Recorded<O, R> call : calls) {
      objects.computeIfAbsent(key.apply(call.operation()), any -> new ArrayList<>()).add(call);
    }
    return objects;
  }

  private Verdict<O, R> judgeOne(String name, List<Recorded<O, R>> calls) {
    Schedule<O, R> schedule = new Schedule<>(model, calls, Moment.NEVER);
    return switch (new OrderSearch<>(model, schedule, stepLimit).run()) {
      case OrderSearch.Result.Found<S, O, R> found -> new Verdict.Linearizable<>(found.order());
      case OrderSearch.Result.Stuck<S, O, R> stuck ->
          new Offence<>(model, calls, stuck).verdict(name);
      case OrderSearch.Result.GaveUp<S, O, R> gaveUp ->
          new Verdict.Undecided<>(
              stepLimit,
              "undecided whether %s is linearizable: after %d steps at most %d of %d answers were explained, and not this one: %s"
                  .formatted(
                      name, stepLimit, gaveUp.explained(), gaveUp.required(), gaveUp.next()));
    };
  }
}
