package dev.mirliton.zk.testing.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds few calls that cannot be explained together, and says so in words.
 *
 * <p>To forget a call's answer can only make a history easier to explain. So where there is no
 * order even after the answers of some calls were forgotten, those calls have no part in it.
 */
final class Offence<S, O, R> {
  /** How many of the latest answered calls may be blamed; those before them are taken as given. */
  private static final int WINDOW = 16;

  private static final long TRIAL_STEPS = 20_000;
  private static final int SHOWN = 5;

  private final SequentialModel<S, O, R> model;
  private final OrderSearch.Result.Stuck<S, O, R> stuck;
  private final long trialSteps;
  private final Moment until;
  private List<Recorded<O, R>> calls;

  Offence(
      SequentialModel<S, O, R> model,
      List<Recorded<O, R>> calls,
      OrderSearch.Result.Stuck<S, O, R> stuck) {
    this.model = model;
    this.stuck = stuck;
    // Whatever had begun when the search got stuck may be to blame, though answered later; and
    // until
    // that answer, others may have begun that explain it.
    until =
        calls.stream()
            .filter(call -> call.called().isBefore(stuck.at()))
            .map(Offence::answeredAt)
            .reduce(stuck.at(), (one, other) -> one.isBefore(other) ? other : one);
    this.calls = calls.stream().filter(call -> call.called().isBefore(until)).toList();
    trialSteps = TRIAL_STEPS + 2 * stuck.steps();
  }

  Verdict<O, R> verdict(String name) {
    List<Recorded<O, R>> before = calls;
    List<Recorded<O, R>> offenders = offenders();
    String rule =
        "%s is not linearizable: no order of the calls until %s explains %s"
            .formatted(
                name, stuck.at(), offenders.size() == 1 ? "this answer" : "these answers together");
    List<String> evidence = new ArrayList<>();
    offenders.forEach(call -> evidence.add(call.toString()));
    evidence.add(
        "just before %s the state could only be %s"
            .formatted(
                stuck.at(), fewOf(stuck.states().stream().map(Object::toString).toList(), " or ")));
    List<String> others =
        before.stream()
            .filter(this::mayTakeEffectLate)
            .filter(call -> offenders.stream().noneMatch(o -> o.number() == call.number()))
            .map(Recorded::toString)
            .toList();
    if (!others.isEmpty()) {
      evidence.add("other calls that may have taken effect about then:");
      others.stream().limit(SHOWN).forEach(evidence::add);
      if (others.size() > SHOWN) {
        evidence.add("and " + (others.size() - SHOWN) + " more");
      }
    }
    return new Verdict.Violated<>(offenders, new ViolationError(rule, evidence));
  }

  private List<Recorded<O, R>> offenders() {
    List<Recorded<O, R>> suspects =
        new ArrayList<>(
            calls.stream()
                .filter(call -> call.outcome() instanceof Outcome.Ok<R>)
                .filter(call -> call.number() != stuck.blocked().number())
                .toList());
    if (suspects.size() > WINDOW) {
      suspects.subList(0, suspects.size() - WINDOW).clear();
    }
    // The last to be acquitted, for it is the plainest.
    suspects.add(stuck.blocked());
    if (isStillStuckWithout(suspects.subList(0, suspects.size() - 1))) {
      return List.of(stuck.blocked());
    }
    suspects.removeIf(suspect -> isStillStuckWithout(List.of(suspect)));
    return calls.stream().filter(suspects::contains).toList();
  }

  /** If so, they stay forgotten. */
  private boolean isStillStuckWithout(List<Recorded<O, R>> suspects) {
    Set<Integer> forgotten = new HashSet<>();
    suspects.forEach(suspect -> forgotten.add(suspect.number()));
    List<Recorded<O, R>> trial =
        calls.stream()
            .map(call -> forgotten.contains(call.number()) ? call.forgotten() : call)
            .toList();
    Schedule<O, R> schedule = new Schedule<>(model, trial, until);
    boolean isStuck =
        new OrderSearch<>(model, schedule, trialSteps).run()
            instanceof OrderSearch.Result.Stuck<S, O, R>;
    if (isStuck) {
      calls = trial;
    }
    return isStuck;
  }

  private static <O, R> Moment answeredAt(Recorded<O, R> call) {
    return call.outcome() instanceof Outcome.Ok<R> ok ? ok.at() : call.called();
  }

  /** Whether it ran when the blocked call did, or nobody knows when it ended. */
  private boolean mayTakeEffectLate(Recorded<O, R> call) {
    return switch (call.outcome()) {
      case Outcome.Ok<R> ok -> stuck.blocked().called().isBefore(ok.at());
      case Outcome.Failed<R> failed -> false;
      case Outcome.Unknown<R> unknown -> true;
      case Outcome.Running<R> running -> true;
    };
  }

  private static String fewOf(List<String> all, String between) {
    String few = String.join(between, all.stream().limit(SHOWN).toList());
    return all.size() > SHOWN ? few + between + (all.size() - SHOWN) + " others" : few;
  }
}
