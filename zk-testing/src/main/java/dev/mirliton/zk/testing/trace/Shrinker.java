package dev.mirliton.zk.testing.trace;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Makes a failing schedule small: first drops what is not needed to fail, then makes simpler what
 * is left, and so on until neither helps.
 *
 * <p>Deterministic when the predicate is. A schedule is never run twice, as long as {@code F} has a
 * value's {@code equals} and {@code hashCode}.
 *
 * @since 0.1
 */
public final class Shrinker {
  private Shrinker() {}

  /**
   * How much work shrinking may be.
   *
   * @param runs how often the predicate may be asked, at least once
   */
  public record Budget(int runs) {
    /** Checks that one run is possible: the one that shows that the schedule fails at all. */
    public Budget {
      if (runs < 1) {
        throw new IllegalArgumentException("runs must be positive but was " + runs);
      }
    }
  }

  /**
   * The smallest schedule found.
   *
   * @param schedule it fails: it was run, or is the one that was given, and that was run
   * @param runs how often the predicate was asked
   * @param minimal whether nothing can be dropped and nothing made simpler without losing the
   *     failure; false when the budget ended before that was known
   */
  public record Result<F>(List<F> schedule, int runs, boolean minimal) {
    /** Takes a copy of {@code schedule}. */
    public Result {
      schedule = List.copyOf(schedule);
    }
  }

  /**
   * Drops what is not needed to fail.
   *
   * @param stillFails runs a schedule; whether the same failure was seen
   * @throws IllegalArgumentException if {@code schedule} itself does not fail
   */
  public static <F> Result<F> shrink(
      List<F> schedule, Predicate<List<F>> stillFails, Budget budget) {
    return shrink(schedule, stillFails, fault -> List.of(), budget);
  }

  /**
   * Drops what is not needed to fail, and makes simpler what is.
   *
   * @param stillFails runs a schedule; whether the same failure was seen
   * @param simpler what might take an element's place, the boldest first: shorter, later, fewer
   *     parties. It must lead to an end, or only the budget ends it
   * @throws IllegalArgumentException if {@code schedule} itself does not fail
   */
  public static <F> Result<F> shrink(
      List<F> schedule,
      Predicate<List<F>> stillFails,
      Function<F, List<F>> simpler,
      Budget budget) {
    Objects.requireNonNull(simpler, "simpler");
    return new ShrinkSearch<>(stillFails, simpler, budget.runs()).from(List.copyOf(schedule));
  }
}
