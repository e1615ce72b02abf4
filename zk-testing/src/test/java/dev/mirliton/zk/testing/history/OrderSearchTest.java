package dev.mirliton.zk.testing.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The fast search against the naive one, on thousands of small random histories. */
class OrderSearchTest {
  private static final int HISTORIES = 2_500;
  private static final int FEW_CALLS = 7;

  @Test
  void whatATrueRegisterDidIsLinearizable() {
    for (long seed = 0; seed < HISTORIES; seed++) {
      assertRight(TrueRegister.model(), registerCalls(seed, 20), seed);
    }
  }

  @Test
  void whatATrueLockDidIsLinearizable() {
    for (long seed = 0; seed < HISTORIES; seed++) {
      assertRight(new LockWithFencing(), lockCalls(seed, 20), seed);
    }
  }

  @Test
  void mutatedRegistersAreJudgedAsTheNaiveSearchDoes() {
    assertAgreement(
        TrueRegister.model(), seed -> registerCalls(seed, FEW_CALLS), TrueRegister::mutated);
  }

  @Test
  void mutatedLocksAreJudgedAsTheNaiveSearchDoes() {
    assertAgreement(new LockWithFencing(), seed -> lockCalls(seed, FEW_CALLS), TrueLock::mutated);
  }

  private static <S, O, R> void assertAgreement(
      SequentialModel<S, O, R> model,
      LongFunction<List<Recorded<O, R>>> histories,
      BiFunction<R, RandomGenerator, R> mutation) {
    int wrong = 0;
    int withNeedlessOffenders = 0;
    for (long seed = 0; seed < HISTORIES; seed++) {
      RandomGenerator random = new SplittableRandom(~seed);
      var calls = mutated(histories.apply(seed), random, mutation);
      if (!agreeOn(model, calls, seed)) {
        wrong++;
        withNeedlessOffenders += areFew(model, calls) ? 0 : 1;
      }
    }
    // Else the comparison would say little.
    assertTrue(wrong > HISTORIES / 4 && wrong < HISTORIES * 3 / 4, wrong + " were wrong");
    assertTrue(withNeedlessOffenders < wrong / 100, withNeedlessOffenders + " of " + wrong);
  }

  /** Whether the calls are linearizable. */
  private static <S, O, R> boolean agreeOn(
      SequentialModel<S, O, R> model, List<Recorded<O, R>> calls, long seed) {
    boolean isRight = new NaiveSearch<>(model).isLinearizable(calls);
    if (isRight) {
      assertRight(model, calls, seed);
    } else {
      assertWrong(model, calls, seed);
    }
    return isRight;
  }

  private static <S, O, R> void assertRight(
      SequentialModel<S, O, R> model, List<Recorded<O, R>> calls, long seed) {
    Verdict<O, R> verdict = Linearizability.of(model).judge(calls);

    String history = "seed " + seed + ": " + verdict + "\n" + calls;
    Verdict.Linearizable<?, ?> right =
        assertInstanceOf(Verdict.Linearizable.class, verdict, history);
    List<Recorded<O, R>> order = new ArrayList<>();
    right.order().forEach(step -> order.add(calls.get(calls.indexOf(step))));
    assertEquals(order.size(), order.stream().distinct().count(), history);
    assertTrue(
        calls.stream().allMatch(c -> !(c.outcome() instanceof Outcome.Ok) || order.contains(c)),
        history);
    assertKeepsRealTime(order, history);
    assertTrue(isExplained(model, order, 0, model.initial()), history);
  }

  private static <O, R> void assertKeepsRealTime(List<Recorded<O, R>> order, String history) {
    for (int i = 0; i < order.size(); i++) {
      for (int j = i + 1; j < order.size(); j++) {
        assertFalse(NaiveSearch.endedBefore(order.get(j), order.get(i)), history);
      }
    }
  }

  private static <S, O, R> boolean isExplained(
      SequentialModel<S, O, R> model, List<Recorded<O, R>> order, int from, S state) {
    if (from == order.size()) {
      return true;
    }
    Recorded<O, R> call = order.get(from);
    List<S> states =
        call.outcome() instanceof Outcome.Ok<R> ok
            ? model.after(state, call.operation(), ok.result())
            : model.afterUnknown(state, call.operation());
    return states.stream().anyMatch(after -> isExplained(model, order, from + 1, after));
  }

  /** With all answers forgotten but the offenders', it is still wrong. */
  private static <S, O, R> void assertWrong(
      SequentialModel<S, O, R> model, List<Recorded<O, R>> calls, long seed) {
    Verdict<O, R> verdict = Linearizability.of(model).judge(calls);

    String history = "seed " + seed + ": " + verdict + "\n" + calls;
    Verdict.Violated<?, ?> wrong = assertInstanceOf(Verdict.Violated.class, verdict, history);
    assertFalse(wrong.offenders().isEmpty(), history);
    assertFalse(isRightWithout(model, calls, wrong.offenders()), history);
  }

  /** Whether each one of the offenders is needed to make the history wrong. */
  private static <S, O, R> boolean areFew(
      SequentialModel<S, O, R> model, List<Recorded<O, R>> calls) {
    Verdict<O, R> verdict = Linearizability.of(model).judge(calls);
    Verdict.Violated<?, ?> wrong = assertInstanceOf(Verdict.Violated.class, verdict);
    return wrong.offenders().stream()
        .allMatch(
            spared -> {
              List<Recorded<?, ?>> fewer = new ArrayList<>(wrong.offenders());
              fewer.remove(spared);
              return isRightWithout(model, calls, fewer);
            });
  }

  private static <S, O, R> boolean isRightWithout(
      SequentialModel<S, O, R> model,
      List<Recorded<O, R>> calls,
      List<? extends Recorded<?, ?>> kept) {
    return new NaiveSearch<>(model)
        .isLinearizable(
            calls.stream().map(call -> isKept(call, kept) ? call : call.forgotten()).toList());
  }

  /** That a call had no effect is taken as given. */
  private static boolean isKept(Recorded<?, ?> call, List<? extends Recorded<?, ?>> kept) {
    return kept.contains(call) || call.outcome() instanceof Outcome.Failed<?>;
  }

  private static List<Recorded<Register.Op, Register.Answer>> registerCalls(long seed, int calls) {
    RandomGenerator random = new SplittableRandom(seed);
    TrueRegister truth = new TrueRegister();
    return new RandomHistory<>(random, truth, truth::anyOperation, 4, random.nextDouble() * 0.4)
        .of(calls)
        .calls();
  }

  private static List<Recorded<LockWithFencing.Op, LockWithFencing.Answer>> lockCalls(
      long seed, int calls) {
    RandomGenerator random = new SplittableRandom(seed);
    TrueLock truth = new TrueLock();
    return new RandomHistory<>(random, truth, truth::anyOperation, 4, random.nextDouble() * 0.4)
        .of(calls).calls().stream().map(OrderSearchTest::withoutAcquisitionsInVain).toList();
  }

  private static Recorded<LockWithFencing.Op, LockWithFencing.Answer> withoutAcquisitionsInVain(
      Recorded<LockWithFencing.Op, LockWithFencing.Answer> call) {
    return call.operation() instanceof LockWithFencing.Acquire
            && call.outcome() instanceof Outcome.Ok<LockWithFencing.Answer> ok
            && ok.result() instanceof LockWithFencing.NotHeld
        ? new Recorded<>(
            call.number(),
            call.process(),
            call.operation(),
            call.called(),
            new Outcome.Failed<>(ok.at()))
        : call;
  }

  private static <O, R> List<Recorded<O, R>> mutated(
      List<Recorded<O, R>> calls, RandomGenerator random, BiFunction<R, RandomGenerator, R> other) {
    List<Recorded<O, R>> mutants = new ArrayList<>(calls);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int which = random.nextInt(mutants.size());
      Recorded<O, R> call = mutants.get(which);
      if (call.outcome() instanceof Outcome.Ok<R> ok) {
        Outcome<R> outcome =
            random.nextInt(8) == 0
                ? new Outcome.Failed<>(ok.at())
                : new Outcome.Ok<>(other.apply(ok.result(), random), ok.at());
        mutants.set(
            which,
            new Recorded<>(
                call.number(), call.process(), call.operation(), call.called(), outcome));
      }
    }
    return mutants;
  }
}
